-- Certificates, what came of asking for one, and what older files say of them. Each view is its owner's word to the other slices.
--
-- Over one table, with the columns that others may count on: the planner puts the view's text in its place, so that a caller's conditions meet the table's indexes. They run with
-- the rights of whoever asks (security_invoker): row-level security shows each viewer its own rows. Whoever locks rows asks the owner.

create or replace view registry.recorded_issuances with (security_invoker = true) as
  select i.id, i.person_id, i.campaign_id, i.provider_id, i.origin, i.status, i.serial_number, i.serial_as_written, i.issued_at, i.valid_until, i.key_storage, i.recorded_at,
    i.registered_in_app_at, i.staff_id, i.check_id, i.recorded_pending, i.activated_at, i.ended_at, i.end_reason, i.root_id, i.root_recorded_at, i.certificate_hash,
    i.public_key_hash, i.previous_id, i.ended_by, i.programme_id
  from registry.issuances i;
comment on view registry.recorded_issuances is 'HUE-1.4: every certificate that was recorded, without its receipt. What is live is asked of live_issuances.';

create or replace view registry.contract_dossiers with (security_invoker = true) as
  select d.person_id, d.issuance_id, d.contract_number, d.contract_signed_on, d.handed_over_at, d.received_by_citizen, d.recipient_name, d.consent_given_at, d.contract_key,
    d.recipient_key
  from registry.dossiers d;
comment on view registry.contract_dossiers is 'DT-2: what a provider says of the contract and the handover of a certificate.';

create or replace view registry.stated_visits with (security_invoker = true) as
  select v.person_id, v.issuance_id, v.said_with, v.said_at, v.fault_kind, v.badge, v.badge_hash, v.no_badge_reason, v.handed_over_at from registry.visit_statements v;
comment on view registry.stated_visits is 'HUE-3.1, HUE-3.3: what staff say of a visit, with the record or with the activation.';

create or replace view registry.started_free_periods with (security_invoker = true) as
  select f.person_id, f.campaign_id, f.starts_on, f.ends_on, f.started_by, f.undone_at, f.programme_id from registry.free_periods f;
comment on view registry.started_free_periods is 'HUE-1.5: when a citizen''s free period began in a programme, in which campaign, and whether that was undone.';

create or replace view registry.refused_attempts with (security_invoker = true) as
  select r.provider_id, r.campaign_id, r.serial_number, r.cause, r.refused_at, r.issued_at, r.staff_id, r.check_id, r.key_hash, r.holder_id
  from registry.refused_records r;
comment on view registry.refused_attempts is 'HUE-1.3: records that were refused, for what is made of them.';

create or replace view registry.revocation_duties with (security_invoker = true) as
  select r.provider_id, r.campaign_id, r.serial_number, r.opened_at, r.revoke_by, r.confirmed_at, r.recorded_after_all from registry.revocation_tasks r;
comment on view registry.revocation_duties is 'HUE-1.4: certificates that were made in vain, and by when each must be revoked.';

create or replace view registry.serial_holders with (security_invoker = true) as
  select s.provider_id, s.serial_number, s.issuance_id, s.person_id from registry.serial_claims s;
comment on view registry.serial_holders is 'I1: which record a provider''s serial number belongs to.';

create or replace view registry.given_consents with (security_invoker = true) as
  select s.id, s.person_id, s.campaign_id, s.provider_id, s.consented_at, s.expires_at, s.wrong_tries, s.used_at, s.voided_at from registry.switch_consents s;
comment on view registry.given_consents is 'HUE-1.2: a citizen''s consents to a change of provider, without their codes.';

create or replace view registry.ends_by_providers with (security_invoker = true) as
  select e.issuance_id, e.person_id, e.campaign_id, e.provider_id, e.told_at, e.consent_id, e.denied_at from registry.provider_ends e;
comment on view registry.ends_by_providers is 'HUE-1.5: ends by providers, with or without the citizen''s code, and what the citizen says of them.';

create or replace view registry.provider_asks with (security_invoker = true) as
  select c.id, c.asked_at, c.campaign_id, c.provider_id, c.staff_id, c.act, c.channel, c.key_id, c.key_hash, c.answer from registry.citizen_asks c;
comment on view registry.provider_asks is 'HUE-1.3: what providers asked by a citizen''s number, and the answer.';

create or replace view registry.import_orders with (security_invoker = true) as
  select i.id, i.campaign_id, i.provider_id, i.requested_at, i.content_hash, i.recorded from registry.imports i;
comment on view registry.import_orders is 'HUE-2.3: the files from before a campaign, as they were ordered.';

create or replace view registry.older_certificates with (security_invoker = true) as
  select i.import_id, i.person_id, i.campaign_id, i.provider_id, i.holder_id, i.serial_number, i.issued_at, i.certificate_hash, i.claimed_at
  from registry.import_claims i;
comment on view registry.older_certificates is 'HUE-1.4: a file says that a certificate is older than the one recorded, by another provider, in the campaign or by a file.';

grant select on registry.recorded_issuances, registry.contract_dossiers, registry.stated_visits, registry.started_free_periods, registry.refused_attempts, registry.revocation_duties,
  registry.serial_holders, registry.given_consents, registry.ends_by_providers, registry.provider_asks, registry.import_orders, registry.older_certificates to campaign_runtime;
