-- Needs and their support, reports, flags, alarms, messages and the journal. Each view is its owner's word to the other slices.
--
-- Over one table, with the columns that others may count on: the planner puts the view's text in its place, so that a caller's conditions meet the table's indexes. They run with
-- the rights of whoever asks (security_invoker): row-level security shows each viewer its own rows. Whoever locks rows asks the owner.

create or replace view registry.registered_needs with (security_invoker = true) as
  select n.id, n.person_id, n.campaign_id, n.provider_id, n.mode, n.for_switch, n.state, n.registered_at, n.due_at, n.ended_at, n.closed_at, n.lapsed_from, n.served_by,
    n.contact_key_id, n.contact, n.contact_erased_at, n.phone_hash, n.shown_place, n.shown_of, n.registered_by, n.continues, n.open_before
  from registry.needs n;
comment on view registry.registered_needs is 'HUE-4.2: every need as it was registered and as it is written. What is open is asked of open_needs.';

create or replace view registry.started_supports with (security_invoker = true) as
  select n.id, n.person_id, n.need_id, n.started_at, n.staff_id, n.called_at, n.visit_at, n.note, n.denied_at from registry.need_supports n;
comment on view registry.started_supports is 'HUE-4.4: when a provider began to help, and whether the citizen denies it.';

create or replace view registry.noted_calls with (security_invoker = true) as
  select c.id, c.person_id, c.need_id, c.staff_id, c.called_at, c.noted_at, c.denied_at from registry.need_calls c;
comment on view registry.noted_calls is 'HUE-4.4: calls that reached nobody, as a need''s provider says, and whether the citizen denies them. How long three excuse a lapse is asked of not_reached_until.';

create or replace view registry.citizen_reports with (security_invoker = true) as
  select r.id, r.reference, r.campaign_id, r.kind, r.clause, r.text, r.provider_id, r.badge, r.staff_id, r.issuance_id, r.lookup_id, r.person_id, r.reported_at, r.phone_hash,
    r.phone_sealed, r.contact_erased_at, r.reported_by
  from registry.reports r;
comment on view registry.citizen_reports is 'HUE-5.2: what citizens report.';

create or replace view registry.flags with (security_invoker = true) as
  select v.id, v.kind, v.clause, v.campaign_id, v.provider_id, v.fingerprint, v.flagged_at, v.state from registry.violations v;
comment on view registry.flags is 'HUE-5.1: what was flagged, by whatever it is about, and how the department has judged it.';

create or replace view registry.flag_evidence with (security_invoker = true) as
  select v.violation_id, v.key, v.at, v.summary_vi, v.summary_en, v.issuance_id, v.need_id, v.check_id from registry.violation_evidence v;
comment on view registry.flag_evidence is 'HUE-5.1: what shows a flag.';

create or replace view registry.raised_alarms with (security_invoker = true) as
  select a.what, a.campaign_id, a.person_id, a.subject_ids, a.id, a.raised_at, a.invariant from registry.alarms a;
comment on view registry.raised_alarms is 'What must never be, and was found: the differences of the nightly check, and what is overdue.';

create or replace view registry.written_messages with (security_invoker = true) as
  select m.id, m.written_at, m.campaign_id, m.recipient, m.person_id, m.provider_id, m.kind, m.subject_id, m.details, m.sent_at from registry.messages m;
comment on view registry.written_messages is 'What was written to a citizen, a provider or the department, and when it was sent.';

create or replace view registry.journal_leaves with (security_invoker = true) as
  select j.sequence, j.at, j.kind, j.subject_id, j.actor from registry.journal j;
comment on view registry.journal_leaves is 'What was done, when and by whom; the leaf''s own text and hash are the journal''s.';

grant select on registry.registered_needs, registry.started_supports, registry.noted_calls, registry.citizen_reports, registry.flags, registry.flag_evidence, registry.raised_alarms,
  registry.written_messages, registry.journal_leaves to campaign_runtime;
