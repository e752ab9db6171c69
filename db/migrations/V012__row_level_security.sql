-- I8, HUE-1.1, HUE-1.7: the database itself shows a provider its own rows alone, a citizen the own ones, and nobody none. The code asks for no others; were it to,
-- it would get none. Who looks is told at the beginning of each transaction (V011). Which table is whose, and what the functions at the end are for: db/README.md.
-- The owner of the tables is exempt, and so are the functions that answer under its rights: each answers or does one narrow thing, and judges for itself whether it may.

-- ---------- Who looks, further ----------

create function registry.viewer_key_hashes() returns bytea[]
  language plpgsql stable parallel safe
  set search_path = ''
  as $$
declare
  given constant text := substring(current_setting('registry.viewer', true) from '^citizen:([0-9a-f]{64}(?:,[0-9a-f]{64})*)$');
begin
  if given is null then
    return null;
  end if;
  return (select array_agg(decode(h.hash, 'hex') order by h.place) from unnest(string_to_array(given, ',')) with ordinality h (hash, place));
end
$$;
comment on function registry.viewer_key_hashes() is 'I8: the keyed hashes of the citizen''s own number, in the order told; null when it is no citizen that looks.';

-- Asked by nearly every statement: in PL/pgSQL, whose plans are kept, where an SQL function would be planned anew each time.
create or replace function registry.viewer_sees_all() returns boolean
  language plpgsql stable parallel safe
  set search_path = ''
  as $$
begin
  return coalesce(current_setting('registry.viewer', true), '') in ('department', 'registry');
end
$$;

create or replace function registry.viewer_provider() returns smallint
  language plpgsql stable parallel safe
  set search_path = ''
  as $$
begin
  return (substring(current_setting('registry.viewer', true) from '^provider:([0-9]{1,4})$'))::smallint;
end
$$;

create or replace function registry.viewer_person() returns uuid
  language plpgsql stable parallel safe
  set search_path = ''
  as $$
declare
  hashes constant bytea[] := registry.viewer_key_hashes();
begin
  if hashes is null then
    return null;
  end if;
  return (select k.person_id from registry.number_keys k where k.key_hash = any (hashes) order by k.key_hash limit 1);
end
$$;

create function registry.viewer_request_owner() returns text
  language plpgsql stable parallel safe
  set search_path = ''
  as $$
declare
  provider constant smallint := registry.viewer_provider();
begin
  if provider is not null then
    return (select 'provider:' || p.code from registry.providers p where p.id = provider);
  end if;
  return 'citizen:' || encode((registry.viewer_key_hashes())[1], 'hex');
end
$$;
comment on function registry.viewer_request_owner() is 'I3, I8: in whose name a provider or a citizen asks and acts; null for everybody else.';

create function registry.viewer_may_ask_about(key_hashes bytea[]) returns boolean
  language plpgsql stable parallel safe
  set search_path = ''
  as $$
begin
  return coalesce(registry.viewer_provider() is not null or registry.viewer_sees_all() or key_hashes <@ registry.viewer_key_hashes(), false);
end
$$;
comment on function registry.viewer_may_ask_about(bytea[]) is 'HUE-1.7: providers and the department may ask about whoever stands before them, a citizen about the own number.';

-- ---------- Keys of comparison as columns ----------

-- Under row-level security an index on a function's result is of no use: the function might tell of rows that are not shown. Columns hold it instead.
drop index registry.dossiers_by_contract, registry.dossiers_by_recipient;
alter table registry.dossiers
  add column contract_key text generated always as (registry.contract_key(contract_number)) stored,
  add column recipient_key text generated always as (registry.name_key(recipient_name)) stored;
create index dossiers_by_contract on registry.dossiers (contract_key) where contract_key is not null;
comment on index registry.dossiers_by_contract is 'DT-3.2: one contract number on two certificates.';
create index dossiers_by_recipient on registry.dossiers (recipient_key) where recipient_key is not null and received_by_citizen is distinct from true;
comment on index registry.dossiers_by_recipient is 'DT-3.1: one recipient, many holders.';

-- ---------- Whose rows ----------

alter table registry.issuances enable row level security;
create policy own_issuances_are_seen on registry.issuances for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = (select registry.viewer_person()));
create policy own_issuances_are_recorded on registry.issuances for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
create policy own_issuances_are_moved on registry.issuances for update to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));

alter table registry.serial_claims enable row level security;
create policy own_serial_numbers_are_seen on registry.serial_claims for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
create policy own_serial_numbers_are_claimed on registry.serial_claims for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));

-- The citizen's. A provider sees it beside an issuance of its own to that citizen in that campaign, and starts or undoes it by such a one.
alter table registry.free_periods enable row level security;
create policy free_periods_are_seen_beside_own_issuances on registry.free_periods for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = (select registry.viewer_person()) or exists (
    select from registry.issuances i
    where i.person_id = free_periods.person_id and i.campaign_id = free_periods.campaign_id and i.provider_id = (select registry.viewer_provider())));
create policy free_periods_are_started_by_own_issuances on registry.free_periods for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or exists (
    select from registry.issuances i
    where i.person_id = free_periods.person_id and i.id = free_periods.started_by and i.campaign_id = free_periods.campaign_id
      and i.provider_id = (select registry.viewer_provider())));
create policy free_periods_are_undone_by_own_issuances on registry.free_periods for update to campaign_runtime using (
  (select registry.viewer_sees_all()) or exists (
    select from registry.issuances i
    where i.person_id = free_periods.person_id and i.id = free_periods.started_by and i.campaign_id = free_periods.campaign_id
      and i.provider_id = (select registry.viewer_provider())));

alter table registry.dossiers enable row level security;
create policy dossiers_are_seen_with_their_issuance on registry.dossiers for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = (select registry.viewer_person()) or exists (
    select from registry.issuances i
    where i.person_id = dossiers.person_id and i.id = dossiers.issuance_id and i.provider_id = (select registry.viewer_provider())));
create policy dossiers_are_kept_with_own_issuances on registry.dossiers for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or exists (
    select from registry.issuances i
    where i.person_id = dossiers.person_id and i.id = dossiers.issuance_id and i.provider_id = (select registry.viewer_provider())));

alter table registry.refused_records enable row level security;
create policy own_refused_records_are_seen on registry.refused_records for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
create policy own_refused_records_are_kept on registry.refused_records for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));

alter table registry.revocation_tasks enable row level security;
create policy own_revocations_are_seen on registry.revocation_tasks for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
create policy own_revocations_are_opened on registry.revocation_tasks for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
create policy own_revocations_are_done on registry.revocation_tasks for update to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));

alter table registry.request_claims enable row level security;
create policy own_requests_are_seen on registry.request_claims for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or owner = (select registry.viewer_request_owner()));
create policy own_requests_are_claimed on registry.request_claims for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or owner = (select registry.viewer_request_owner()));

alter table registry.needs enable row level security;
create policy own_needs_are_seen on registry.needs for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = (select registry.viewer_person()));
-- HUE-1.2: the citizen chooses, never a provider.
create policy own_needs_are_registered on registry.needs for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or person_id = (select registry.viewer_person()));
create policy own_needs_are_moved on registry.needs for update to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = (select registry.viewer_person()));

alter table registry.need_supports enable row level security;
create policy supports_are_seen_with_their_need on registry.need_supports for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = (select registry.viewer_person()) or exists (
    select from registry.needs n
    where n.person_id = need_supports.person_id and n.id = need_supports.need_id and n.provider_id = (select registry.viewer_provider())));
create policy supports_of_own_needs_begin on registry.need_supports for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or exists (
    select from registry.needs n
    where n.person_id = need_supports.person_id and n.id = need_supports.need_id and n.provider_id = (select registry.viewer_provider())));
-- HUE-4.5: the citizen denies, never the provider.
create policy own_supports_are_denied on registry.need_supports for update to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = (select registry.viewer_person()));

alter table registry.switch_consents enable row level security;
create policy own_consents_are_seen on registry.switch_consents for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = (select registry.viewer_person()));
create policy own_consents_are_given on registry.switch_consents for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or person_id = (select registry.viewer_person()));
create policy own_consents_are_tried_and_voided on registry.switch_consents for update to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = (select registry.viewer_person()));

-- Who asked about a citizen: the asker sees its own questions, the citizen those about the own number, known to the registry or not.
alter table registry.citizen_asks enable row level security;
create policy own_asks_are_seen on registry.citizen_asks for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider())
  or key_hash = any ((select registry.viewer_key_hashes())::bytea[]));
create policy own_asks_are_kept on registry.citizen_asks for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));

alter table registry.number_claims enable row level security;
create policy own_claims_are_seen on registry.number_claims for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or claimed_by = (select registry.viewer_provider()));
create policy own_claims_are_made on registry.number_claims for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or claimed_by = (select registry.viewer_provider()));

-- A number is written in the statement that makes its person known, by whoever does; read, by the department and the citizen alone.
alter table registry.citizen_numbers enable row level security;
create policy own_numbers_are_seen on registry.citizen_numbers for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = (select registry.viewer_person()));
create policy numbers_become_known on registry.citizen_numbers for insert to campaign_runtime with check (
  (select registry.viewer_sees_all())
  or (((select registry.viewer_provider()) is not null or (select registry.viewer_key_hashes()) is not null)
    and not exists (select from registry.persons p where p.id = citizen_numbers.person_id)));

alter table registry.staff enable row level security;
create policy own_staff_are_seen on registry.staff for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
create policy own_staff_are_added on registry.staff for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
create policy own_staff_leave on registry.staff for update to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));

-- I10: everybody's changes are written to the journal, each in the own name or as what the registry does by itself; read, they are the department's.
alter table registry.journal enable row level security;
create policy the_journal_is_the_departments on registry.journal for select to campaign_runtime using ((select registry.viewer_sees_all()));
create policy own_changes_are_written on registry.journal for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or actor = (select registry.viewer_request_owner())
  or (actor = 'citizen' and (select registry.viewer_key_hashes()) is not null)
  or (actor = 'registry' and (select registry.viewer_request_owner()) is not null));

-- What the registry finds and judges: the department's.
alter table registry.violations enable row level security;
create policy violations_are_the_departments on registry.violations to campaign_runtime using ((select registry.viewer_sees_all()));
alter table registry.violation_evidence enable row level security;
create policy evidence_is_the_departments on registry.violation_evidence to campaign_runtime using ((select registry.viewer_sees_all()));
alter table registry.detector_progress enable row level security;
create policy progress_is_the_registrys on registry.detector_progress to campaign_runtime using ((select registry.viewer_sees_all()));
alter table registry.detector_thresholds enable row level security;
create policy thresholds_are_the_departments on registry.detector_thresholds to campaign_runtime using ((select registry.viewer_sees_all()));
alter table registry.invariant_checks enable row level security;
create policy nightly_checks_are_the_departments on registry.invariant_checks to campaign_runtime using ((select registry.viewer_sees_all()));
alter table registry.alarms enable row level security;
create policy alarms_are_the_departments on registry.alarms to campaign_runtime using ((select registry.viewer_sees_all()));

-- A message is for the citizen or the provider of what it is about; a provider or a citizen writes one about
-- what is its own, or what its own record has ended.
create function registry.message_is_owed(about uuid, to_person uuid, to_provider smallint, at timestamptz) returns boolean
  language sql stable security definer
  set search_path = ''
  as $$
    select exists (
        select from registry.issuances i
        where i.id = about and (i.person_id = to_person or i.provider_id = to_provider)
          and (i.provider_id = registry.viewer_provider() or i.person_id = registry.viewer_person()
            or (i.ended_at = at and i.ended_by = registry.viewer_request_owner())))
      or exists (
        select from registry.needs n
        where n.id = about and (n.person_id = to_person or n.provider_id = to_provider)
          and (n.provider_id = registry.viewer_provider() or n.person_id = registry.viewer_person()
            or (n.closed_at = at and exists (
              select from registry.issuances r
              where r.person_id = n.person_id and r.campaign_id = n.campaign_id and r.recorded_at = at and r.provider_id = registry.viewer_provider()))))
  $$;
comment on function registry.message_is_owed(uuid, uuid, smallint, timestamptz) is
  'I8, I10: whether the viewer may write this message: whom it is for is concerned, and its subject is the viewer''s own or was ended by the viewer''s record of that instant.';

alter table registry.messages enable row level security;
create policy own_messages_are_seen on registry.messages for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = (select registry.viewer_person()));
create policy messages_are_owed on registry.messages for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = (select registry.viewer_person())
  or (recipient = 'DEPARTMENT' and (select registry.viewer_request_owner()) is not null)
  or registry.message_is_owed(subject_id, person_id, provider_id, written_at));
create policy messages_are_sent_by_the_registry on registry.messages for update to campaign_runtime using ((select registry.viewer_sees_all()));

-- The department's analytics read what they could.
create policy analytics_read_staff on registry.staff for select to campaign_reader using (true);
create policy analytics_read_issuances on registry.issuances for select to campaign_reader using (true);
create policy analytics_read_free_periods on registry.free_periods for select to campaign_reader using (true);
create policy analytics_read_violations on registry.violations for select to campaign_reader using (true);
create policy analytics_read_evidence on registry.violation_evidence for select to campaign_reader using (true);
create policy analytics_read_thresholds on registry.detector_thresholds for select to campaign_reader using (true);
create policy analytics_read_nightly_checks on registry.invariant_checks for select to campaign_reader using (true);
create policy analytics_read_alarms on registry.alarms for select to campaign_reader using (true);

-- ---------- What the rules need of others' rows ----------

-- HUE-1.3, HUE-1.5: who holds a citizen's place, whoever that is, for one who knows the number. PL/pgSQL, so that its plan is kept; the person first and as one
-- row, so that no statistics can make the planner read whole tables.
create function registry.place_of(key_hashes bytea[], campaign_code text)
  returns table (person_id uuid, issuance_id uuid, provider_id smallint, status text, recorded_at timestamptz, valid_until timestamptz, root_id uuid,
    starts_on date, ends_on date)
  language plpgsql stable security definer rows 1
  set search_path = ''
  as $$
begin
  if not registry.viewer_may_ask_about(key_hashes) then
    return;
  end if;
  return query
    select k.person_id, i.id, i.provider_id, i.status, i.recorded_at, i.valid_until, i.root_id, f.starts_on, f.ends_on
    from (select n.person_id from registry.number_keys n where n.key_hash = any(key_hashes) order by n.key_hash limit 1) k
    join registry.campaigns c on c.code = campaign_code
    left join registry.issuances i on i.person_id = k.person_id and i.campaign_id = c.id and i.status in ('ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED')
    left join registry.free_periods f on f.person_id = k.person_id and f.campaign_id = c.id and f.undone_at is null;
end
$$;
comment on function registry.place_of(bytea[], text) is 'HUE-1.3, HUE-1.5: who holds the place of the citizen with this number, and the free period.';

-- HUE-1.4: whoever else is written as holding a citizen's place, for a provider that replaces a certificate of its own which had run out.
create function registry.other_holder(of_person uuid, of_campaign integer, own_issuance uuid)
  returns table (issuance_id uuid, provider_id smallint, status text, recorded_at timestamptz, valid_until timestamptz, root_id uuid)
  language plpgsql stable security definer rows 1
  set search_path = ''
  as $$
begin
  if not registry.viewer_sees_all() and not exists (
    select from registry.issuances o
    where o.person_id = of_person and o.id = own_issuance and o.campaign_id = of_campaign and o.provider_id = registry.viewer_provider()) then
    return;
  end if;
  return query
    select i.id, i.provider_id, i.status, i.recorded_at, i.valid_until, i.root_id from registry.issuances i
    where i.person_id = of_person and i.campaign_id = of_campaign and i.id <> own_issuance and i.status in ('ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED');
end
$$;
comment on function registry.other_holder(uuid, integer, uuid) is 'HUE-1.3: who else is written as holding the place of the citizen of this issuance of the viewer''s.';

-- HUE-4.3: the open need of the citizen whom a provider is about to record, locked, whichever provider it is with. Neither contact nor telephone.
create function registry.lock_open_need(of_person uuid, of_campaign integer)
  returns table (need_id uuid, person_id uuid, campaign_id integer, provider_id smallint, for_switch boolean, state text, due_at timestamptz, released_at timestamptz)
  language plpgsql volatile security definer rows 1
  set search_path = ''
  as $$
begin
  if not coalesce(registry.viewer_sees_all() or registry.viewer_provider() is not null or of_person = registry.viewer_person(), false) then
    return;
  end if;
  return query
    select n.id, n.person_id, n.campaign_id, n.provider_id, n.for_switch, n.state, n.due_at, p.ended_at
    from registry.needs n
    join registry.participations p on p.campaign_id = n.campaign_id and p.provider_id = n.provider_id and p.joined_at = n.participation_joined_at
    where n.person_id = of_person and n.campaign_id = of_campaign and n.state in ('WAITING', 'IN_SUPPORT')
    for no key update of n;
end
$$;
comment on function registry.lock_open_need(uuid, integer) is 'HUE-4.3: a citizen''s open need, locked, without the contact.';

-- HUE-4.3, HUE-4.4: what a record makes of the citizen's open need, whichever provider it is with. It judges for itself: lapsed by the clock; released by its provider's end of
-- participation; superseded by the viewer's own record of that instant, which for a need for a switch is not a mere replacement.
create function registry.close_open_need(of_person uuid, need_id uuid, as_state text, at timestamptz, written_at timestamptz) returns void
  language plpgsql volatile security definer
  set search_path = ''
  as $$
declare
  now constant timestamptz := registry.registry_now();
begin
  update registry.needs n
  set state = as_state, lapsed_from = case when as_state = 'LAPSED' then n.state end, ended_at = at, closed_at = written_at
  where n.person_id = of_person and n.id = need_id and n.state in ('WAITING', 'IN_SUPPORT')
    and (registry.viewer_sees_all() or registry.viewer_provider() is not null or n.person_id = registry.viewer_person())
    and written_at <= now
    and case as_state
      when 'LAPSED' then n.due_at <= written_at and at = n.due_at
      when 'RELEASED' then at < n.due_at and exists (
        select from registry.participations p
        where p.campaign_id = n.campaign_id and p.provider_id = n.provider_id and p.joined_at = n.participation_joined_at and p.ended_at = at and at <= written_at)
      when 'SUPERSEDED' then at = written_at and exists (
        select from registry.issuances i
        where i.person_id = n.person_id and i.campaign_id = n.campaign_id and i.recorded_at = at and i.recorded_at >= n.registered_at
          and (not n.for_switch or i.root_id = i.id) and (registry.viewer_sees_all() or i.provider_id = registry.viewer_provider()))
      else false
    end;
  if not found then
    raise exception 'the need does not end so' using errcode = '42501', constraint = 'need_is_closed_for_its_cause', table = 'needs', schema = 'registry';
  end if;
end
$$;
comment on function registry.close_open_need(uuid, uuid, text, timestamptz, timestamptz) is
  'HUE-4.3, HUE-4.4: an open need ends as lapsed, released or superseded when it has, whoever writes it down.';

-- I1: a certificate that has run out holds nothing; the next record writes that down, whosever it was.
create function registry.close_expired_issuance(of_person uuid, issuance_id uuid) returns void
  language plpgsql volatile security definer
  set search_path = ''
  as $$
declare
  now constant timestamptz := registry.registry_now();
begin
  update registry.issuances i set status = 'EXPIRED', ended_at = i.valid_until, end_reason = 'EXPIRED', ended_by = 'registry'
  where i.person_id = of_person and i.id = issuance_id and i.status in ('ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED') and i.valid_until <= now
    and (registry.viewer_sees_all() or registry.viewer_provider() is not null);
  if not found then
    raise exception 'the certificate has not run out' using errcode = '42501', constraint = 'issuance_expires_when_it_does', table = 'issuances', schema = 'registry';
  end if;
end
$$;
comment on function registry.close_expired_issuance(uuid, uuid) is 'I1, AG-3: writes down that a certificate has run out, by the clock alone.';

-- HUE-1.2, HUE-1.5: the citizen leaves the holder for the viewer, with a consent of the citizen's own for this holder, which is spent by it.
create function registry.leave_issuance(of_person uuid, issuance_id uuid, consent_id uuid, at timestamptz) returns void
  language plpgsql volatile security definer
  set search_path = ''
  as $$
declare
  now constant timestamptz := registry.registry_now();
begin
  update registry.issuances i set status = 'REPLACED', ended_at = at, end_reason = 'SWITCHED', ended_by = registry.viewer_request_owner()
  from registry.switch_consents s
  where s.id = consent_id and s.person_id = of_person and s.provider_id = registry.viewer_provider() and s.used_at is null and s.voided_at is null
    and s.consented_at <= at and at < s.expires_at and at <= now and at > now - interval '1 minute'
    and i.person_id = of_person and i.id = issuance_id and i.campaign_id = s.campaign_id and i.root_id = s.holder_root_id and i.provider_id <> s.provider_id
    and i.status in ('ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED');
  if not found then
    raise exception 'no consent to leave' using errcode = '42501', constraint = 'issuance_is_left_by_consent', table = 'issuances', schema = 'registry';
  end if;
  update registry.switch_consents s set used_at = at where s.id = consent_id;
end
$$;
comment on function registry.leave_issuance(uuid, uuid, uuid, timestamptz) is 'HUE-1.2: a holder is left by the citizen''s own consent, once.';

revoke execute on function
  registry.message_is_owed(uuid, uuid, smallint, timestamptz), registry.place_of(bytea[], text), registry.other_holder(uuid, integer, uuid),
  registry.lock_open_need(uuid, integer), registry.close_open_need(uuid, uuid, text, timestamptz, timestamptz), registry.close_expired_issuance(uuid, uuid),
  registry.leave_issuance(uuid, uuid, uuid, timestamptz) from public;
grant execute on function
  registry.message_is_owed(uuid, uuid, smallint, timestamptz), registry.place_of(bytea[], text), registry.other_holder(uuid, integer, uuid),
  registry.lock_open_need(uuid, integer), registry.close_open_need(uuid, uuid, text, timestamptz, timestamptz), registry.close_expired_issuance(uuid, uuid),
  registry.leave_issuance(uuid, uuid, uuid, timestamptz),
  registry.viewer_key_hashes(), registry.viewer_request_owner(), registry.viewer_may_ask_about(bytea[]) to campaign_runtime;
