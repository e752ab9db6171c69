-- Campaigns and their dated terms, who takes part, licences, staff and what is shown at the door. Each view is its owner's word to the other slices.
--
-- Over one table, with the columns that others may count on: the planner puts the view's text in its place, so that a caller's conditions meet the table's indexes. They run with
-- the rights of whoever asks (security_invoker): row-level security shows each viewer its own rows. Whoever locks rows asks the owner.

create or replace view registry.dated_terms with (security_invoker = true) as
  select c.campaign_id, c.effective_from, c.name, c.opens_at, c.closes_at, c.need_window, c.support_window, c.free_months, c.check_window, c.reporting_grace, c.revoke_window,
    c.activation_window, c.checks_per_staff_per_hour, c.checks_per_provider_per_minute, c.imports_until, c.import_rows_per_provider_per_day
  from registry.campaign_terms c;
comment on view registry.dated_terms is 'HUE-1.1: what holds in a campaign from an instant on, without who decided it.';

create or replace view registry.participation_periods with (security_invoker = true) as
  select p.campaign_id, p.provider_id, p.joined_at, p.join_reason, p.join_decision, p.ended_at, p.ended_by, p.end_reason, p.decision_number, p.needs_released
  from registry.participations p;
comment on view registry.participation_periods is 'I7: the periods [joined_at, ended_at) in which providers take part.';

create or replace view registry.department_names with (security_invoker = true) as
  select d.effective_from, d.name_vi from registry.department_details d;
comment on view registry.department_names is 'The department''s name in Vietnamese, dated.';

create or replace view registry.provider_titles with (security_invoker = true) as
  select p.provider_id, p.name, p.valid_to from registry.provider_names p;
comment on view registry.provider_titles is 'The names of providers; the one in use has no end.';

create or replace view registry.granted_licences with (security_invoker = true) as
  select l.provider_id, l.number, l.key_storage, l.issued_on, l.valid_before, l.withdrawn_on from registry.licences l;
comment on view registry.granted_licences is 'DT-1: providers'' licences by the way of keeping the key.';

create or replace view registry.staff_bearers with (security_invoker = true) as
  select s.id, s.provider_id, s.reference,
    coalesce((select n.full_name from registry.staff_names n where n.staff_id = s.id order by n.valid_from desc limit 1), s.full_name) as full_name, s.active_from, s.active_to
  from registry.staff s;
comment on view registry.staff_bearers is 'HUE-3.1: the members of providers'' staff by the name that a badge shows, the last that was given.';

create or replace view registry.staff_portraits with (security_invoker = true) as
  select s.id, s.staff_id, s.encryption_key_id, s.sealed, s.removed_at from registry.staff_photos s;
comment on view registry.staff_portraits is 'HUE-3.1: the photographs of members of staff, sealed; one that was removed is shown to nobody.';

create or replace view registry.opened_badges with (security_invoker = true) as
  select b.badge_hash, b.staff_id, b.provider_id, b.campaign_id, b.valid_until, b.scanned_at from registry.badge_scans b;
comment on view registry.opened_badges is 'HUE-3.1: when each staff QR code was first opened.';

grant select on registry.dated_terms, registry.participation_periods, registry.department_names, registry.provider_titles, registry.granted_licences, registry.staff_bearers,
  registry.staff_portraits, registry.opened_badges to campaign_runtime;
