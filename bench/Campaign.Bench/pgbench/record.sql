-- Mirrors recordIssuance from an app, without ticket, PEM and dossier, for a citizen who is not known yet: RecordIssuance, RecordFacts, LockedFacts and
-- NewIssuance (src/Campaign.Registry/Issuance), with PersonRegistration.Ensure, PersonLock.TakeByNumber, KnownNeed.LockOpen, RevokedSerial, Place.Read, RequestClaim, JournalLeaf.Insert and
-- CitizenAsk.Insert. A pipeline here is a batch there: one round trip. Ids, hashes and texts have the length of the true ones. The count behind the provider's
-- quota is left out: a host asks it once in some ten thousand records.
-- Who looks is told by a function here, for a prepared SET takes no variable.
-- Given by -D: i = 0, run, campaign.
\set i :i + 1
\set provider 1 + :client_id % 6
\if :i = 1
select code from registry.providers where id = :provider::smallint \gset
\endif
\startpipeline
begin;
select set_config('registry.viewer', 'provider:' || :provider::text, true);
select content_key_id, content_hash, subject_id from registry.request_claims
where owner = 'provider:' || :code::text and operation = 'recordIssuance' and request_id = :run::text || '-' || :client_id::text || '-' || :i::text;
select registry.registry_now();
select c.id, c.code, t.effective_from, t.name, t.opens_at, t.closes_at, t.need_window, t.support_window, t.free_months, t.check_window, t.revoke_window,
       t.checks_per_staff_per_hour, t.checks_per_provider_per_minute
from registry.campaigns c join registry.campaign_terms t on t.campaign_id = c.id
where c.code = 'hue'
order by t.effective_from;
select p.joined_at, p.ended_at, coalesce(p.ended_by = 'EXCLUDED', false)
from registry.participations p join registry.campaigns c on c.id = p.campaign_id
where c.code = 'hue' and p.provider_id = :provider::smallint
order by p.joined_at;
select issued_on, valid_before, withdrawn_on from registry.licences where provider_id = :provider::smallint and key_storage = 'REMOTE' order by valid_before;
select id, active_from, active_to from registry.staff where provider_id = :provider::smallint and reference = null;
select confirmed_at is not null from registry.revocation_tasks where provider_id = :provider::smallint
  and serial_number = upper('D' || lpad(to_hex(:run::int), 5, '0') || lpad(to_hex(:i::int), 6, '0') || lpad(to_hex(:client_id::int), 4, '0')) order by campaign_id;
\endpipeline
\startpipeline
savepoint before_person;
with known as (
  insert into registry.number_keys (key_hash, key_id, person_id, kind, source, linked_at)
  values (sha256((:run::text || '-' || :client_id::text || '-' || :i::text)::bytea), 1::smallint,
    (lpad(to_hex(:run::int), 8, '0') || lpad(to_hex(:i::int), 12, '0') || lpad(to_hex(:client_id::int), 12, '0'))::uuid, 'CCCD', 'RECORD', clock_timestamp())
  on conflict do nothing returning person_id),
person as (
  insert into registry.persons (id, recorded_at) select person_id, clock_timestamp() from known returning id)
insert into registry.citizen_numbers (person_id, kind, encryption_key_id, ciphertext, recorded_at)
select id, 'CCCD', 1::smallint, decode(repeat('ab', 40), 'hex'), clock_timestamp() from person;
select id from registry.persons
where id = (select person_id from registry.number_keys
  where key_hash = any(array[sha256((:run::text || '-' || :client_id::text || '-' || :i::text)::bytea)]) order by key_hash limit 1) for no key update;
select need_id, person_id, campaign_id, provider_id, for_switch, state, due_at, released_at
from registry.lock_open_need(
  (select person_id from registry.number_keys where key_hash = any(array[sha256((:run::text || '-' || :client_id::text || '-' || :i::text)::bytea)]) order by key_hash limit 1),
  (select id from registry.campaigns where code = 'hue'));
select registry.registry_now();
select person_id, issuance_id, provider_id, status, recorded_at, valid_until, root_id, starts_on, ends_on
from registry.place_of(array[sha256((:run::text || '-' || :client_id::text || '-' || :i::text)::bytea)], 'hue');
select content_key_id, content_hash, subject_id from registry.request_claims
where owner = 'provider:' || :code::text and operation = 'recordIssuance' and request_id = :run::text || '-' || :client_id::text || '-' || :i::text;
select issuance_id from registry.serial_claims where provider_id = :provider::smallint
  and serial_number = upper('D' || lpad(to_hex(:run::int), 5, '0') || lpad(to_hex(:i::int), 6, '0') || lpad(to_hex(:client_id::int), 4, '0'));
select confirmed_at is not null from registry.revocation_tasks where provider_id = :provider::smallint
  and serial_number = upper('D' || lpad(to_hex(:run::int), 5, '0') || lpad(to_hex(:i::int), 6, '0') || lpad(to_hex(:client_id::int), 4, '0')) order by campaign_id for update;
\endpipeline
\startpipeline
insert into registry.issuances (id, person_id, campaign_id, provider_id, origin, status, serial_number, serial_as_written, issued_at, valid_until,
  key_storage, recorded_at, registered_in_app_at, staff_id, check_id, activated_at, root_id, root_recorded_at, certificate_hash, public_key_hash,
  receipt_key_id, receipt_leaf_hash, receipt_signature, recorded_pending, previous_id)
values (
  (lpad(to_hex(:run::int + 1), 8, '0') || lpad(to_hex(:i::int), 12, '0') || lpad(to_hex(:client_id::int), 12, '0'))::uuid,
  (lpad(to_hex(:run::int), 8, '0') || lpad(to_hex(:i::int), 12, '0') || lpad(to_hex(:client_id::int), 12, '0'))::uuid,
  :campaign::int, :provider::smallint, 'PROVIDER_APP', 'ACTIVE',
  upper('D' || lpad(to_hex(:run::int), 5, '0') || lpad(to_hex(:i::int), 6, '0') || lpad(to_hex(:client_id::int), 4, '0')),
  upper('D' || lpad(to_hex(:run::int), 5, '0') || lpad(to_hex(:i::int), 6, '0') || lpad(to_hex(:client_id::int), 4, '0')),
  clock_timestamp(), null, 'REMOTE', clock_timestamp(), null, null, null, clock_timestamp(),
  (lpad(to_hex(:run::int + 1), 8, '0') || lpad(to_hex(:i::int), 12, '0') || lpad(to_hex(:client_id::int), 12, '0'))::uuid,
  clock_timestamp(), null, null, 'demo-2026', decode(repeat('cd', 32), 'hex'), decode(repeat('ef', 64), 'hex'), false, null);
insert into registry.serial_claims (provider_id, serial_number, issuance_id, person_id)
values (:provider::smallint,
  upper('D' || lpad(to_hex(:run::int), 5, '0') || lpad(to_hex(:i::int), 6, '0') || lpad(to_hex(:client_id::int), 4, '0')),
  (lpad(to_hex(:run::int + 1), 8, '0') || lpad(to_hex(:i::int), 12, '0') || lpad(to_hex(:client_id::int), 12, '0'))::uuid,
  (lpad(to_hex(:run::int), 8, '0') || lpad(to_hex(:i::int), 12, '0') || lpad(to_hex(:client_id::int), 12, '0'))::uuid);
insert into registry.journal (at, kind, subject_id, actor, payload, salt, leaf_hash)
values (clock_timestamp(), 'ISSUANCE_RECORDED',
  (lpad(to_hex(:run::int + 1), 8, '0') || lpad(to_hex(:i::int), 12, '0') || lpad(to_hex(:client_id::int), 12, '0'))::uuid,
  'provider:' || :code::text, repeat('x', 480), decode(repeat('12', 32), 'hex'), decode(repeat('cd', 32), 'hex'));
update registry.revocation_tasks set recorded_after_all = clock_timestamp()
where provider_id = :provider::smallint
  and serial_number = upper('D' || lpad(to_hex(:run::int), 5, '0') || lpad(to_hex(:i::int), 6, '0') || lpad(to_hex(:client_id::int), 4, '0'))
  and confirmed_at is null and recorded_after_all is null;
insert into registry.free_periods (person_id, campaign_id, starts_on, ends_on, started_by)
values ((lpad(to_hex(:run::int), 8, '0') || lpad(to_hex(:i::int), 12, '0') || lpad(to_hex(:client_id::int), 12, '0'))::uuid, :campaign::int, current_date,
  current_date + 366, (lpad(to_hex(:run::int + 1), 8, '0') || lpad(to_hex(:i::int), 12, '0') || lpad(to_hex(:client_id::int), 12, '0'))::uuid)
on conflict do nothing;
insert into registry.request_claims (owner, operation, request_id, content_key_id, content_hash, person_id, subject_id, claimed_at)
values ('provider:' || :code::text, 'recordIssuance', :run::text || '-' || :client_id::text || '-' || :i::text, 1::smallint,
  decode(repeat('34', 32), 'hex'),
  (lpad(to_hex(:run::int), 8, '0') || lpad(to_hex(:i::int), 12, '0') || lpad(to_hex(:client_id::int), 12, '0'))::uuid,
  (lpad(to_hex(:run::int + 1), 8, '0') || lpad(to_hex(:i::int), 12, '0') || lpad(to_hex(:client_id::int), 12, '0'))::uuid, clock_timestamp());
insert into registry.citizen_asks (id, asked_at, campaign_id, provider_id, staff_id, act, channel, key_id, key_hash, answer)
values ((lpad(to_hex(:run::int), 8, '0') || lpad(to_hex(:i::int), 12, '0') || lpad(to_hex(:client_id::int), 12, '0'))::uuid, clock_timestamp(), :campaign::int,
  :provider::smallint, null, 'RECORD', 'PROVIDER_APP', 1::smallint, sha256((:run::text || '-' || :client_id::text || '-' || :i::text)::bytea), 'RECORDED');
\endpipeline
commit;
