-- Mirrors checkCitizen without staff and without alsoKnownAs: CheckCitizen and CheckFacts (src/Campaign.Registry/Checks), with Place.Read,
-- CampaignTimeline.Read, ParticipationHistory.Read, StaffMember.Read, NeedRow.ReadOpen and
-- CitizenAsk.Insert. A pipeline here is a batch there: one round trip. The count behind the provider's quota is
-- left out: a host asks it once in some ten thousand checks.
-- Half of the citizens hold a certificate, half are not known.
-- Who looks is told by a function here, for a prepared SET takes no variable.
-- Given by -D: i = 0, run, known_run, known_clients, known_count, campaign.
\set i :i + 1
\set provider 1 + :client_id % 6
\set known random(0, 1)
\if :known
\set r :known_run
\set c random(0, :known_clients - 1)
\set n random(1, :known_count)
\else
\set r :run
\set c :client_id
\set n :i
\endif
\startpipeline
begin;
select set_config('registry.viewer', 'provider:' || :provider::text, true);
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
select id, active_from, active_to from registry.staff where provider_id = :provider::smallint and reference = null;
select registry.earlier_certificate_is_claimed(array[sha256((:r::text || '-' || :c::text || '-' || :n::text)::bytea)], 'hue');
select person_id, issuance_id, provider_id, status, recorded_at, valid_until, root_id, starts_on, ends_on
from registry.place_of(array[sha256((:r::text || '-' || :c::text || '-' || :n::text)::bytea)], 'hue');
select n.id, n.person_id, n.campaign_id, c.code, n.provider_id, n.mode, n.for_switch, n.state, n.registered_at, n.waiting_until, n.support_until, n.due_at,
       n.ended_at, n.contact_key_id, n.contact, p.ended_at
from registry.needs n
join registry.campaigns c on c.id = n.campaign_id
join registry.participations p on p.campaign_id = n.campaign_id and p.provider_id = n.provider_id and p.joined_at = n.participation_joined_at
where n.person_id = (select person_id from registry.number_keys where key_hash = any(array[sha256((:r::text || '-' || :c::text || '-' || :n::text)::bytea)]) order by key_hash limit 1)
  and n.campaign_id = (select id from registry.campaigns where code = 'hue') and n.state in ('WAITING', 'IN_SUPPORT');
\endpipeline
insert into registry.citizen_asks (id, asked_at, campaign_id, provider_id, staff_id, act, channel, key_id, key_hash, answer)
values ((lpad(to_hex(:run::int), 8, '0') || lpad(to_hex(:i::int), 12, '0') || lpad(to_hex(:client_id::int), 12, '0'))::uuid, clock_timestamp(), :campaign::int,
  :provider::smallint, null, 'CHECK', 'PROVIDER_APP', 1::smallint, sha256((:r::text || '-' || :c::text || '-' || :n::text)::bytea), 'FREE');
commit;
