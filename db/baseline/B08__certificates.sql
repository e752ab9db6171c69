-- Certificates that were recorded, who holds a citizen's place, and the free period (HUE-1.2 to HUE-1.5).

-- One row per certificate that was recorded. Unique keys are led by the person, so that the table can be partitioned by it.

-- I7, DT-1: no record by a provider that does not take part, or has no licence in force for that way of keeping the key, in a transaction that began later.
create function registry.provider_may_record() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if not exists (
    select from registry.participations p
    where p.campaign_id = new.campaign_id and p.provider_id = new.provider_id and p.joined_at <= new.recorded_at
      and (p.ended_at is null or p.ended_at > new.recorded_at)) then
    raise exception 'provider does not take part' using errcode = '23514', constraint = 'recorder_takes_part', table = 'issuances', schema = 'registry';
  end if;
  if not exists (
    select from registry.licences l
    where l.provider_id = new.provider_id and l.key_storage = new.key_storage
      and (l.withdrawn_on is null or (new.recorded_at at time zone 'Asia/Ho_Chi_Minh')::date < l.withdrawn_on)
      and (new.recorded_at at time zone 'Asia/Ho_Chi_Minh')::date >= l.issued_on
      and (new.recorded_at at time zone 'Asia/Ho_Chi_Minh')::date < l.valid_before) then
    raise exception 'no licence in force' using errcode = '23514', constraint = 'recorder_is_licensed', table = 'issuances', schema = 'registry';
  end if;
  return new;
end
$$;

create table registry.issuances (
  id                   uuid not null,
  person_id            uuid not null references registry.persons,
  campaign_id          integer not null references registry.campaigns,
  provider_id          smallint not null references registry.providers,
  origin               text not null check (origin in ('PROVIDER_APP', 'DOOR_TO_DOOR', 'NEED', 'IMPORT')),
  status               text not null check (status in ('ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED', 'REVOKED', 'REPLACED', 'EXPIRED', 'WITHDRAWN')),
  serial_number        text not null,
  serial_as_written    text not null,
  issued_at            timestamptz not null,
  valid_until          timestamptz,
  key_storage          text not null check (key_storage in ('USB_TOKEN', 'SIM_PKI', 'REMOTE')),
  recorded_at          timestamptz not null,
  registered_in_app_at timestamptz,
  staff_id             uuid references registry.staff,
  check_id             uuid,
  -- True when it was recorded with a technical fault: only then can it have been activated later.
  recorded_pending     boolean not null,
  activated_at         timestamptz,
  ended_at             timestamptz,
  end_reason           text constraint issuance_ends_for_a_known_reason check (end_reason in (
  'FAULT_NOT_RESOLVED', 'WRONG_CITIZEN', 'REVOKED', 'CITIZEN_ASKED', 'REPLACED', 'SWITCHED', 'EXPIRED', 'EARLIER_CERTIFICATE')),
  -- The first issuance of a chain of replacements; itself when there was none.
  root_id              uuid not null,
  root_recorded_at     timestamptz not null,
  certificate_hash     bytea check (octet_length(certificate_hash) = 32),
  public_key_hash      bytea check (octet_length(public_key_hash) = 32),
  -- An import has no one waiting for a receipt: its leaf is in the journal, and whoever needs proof is shown that.
  receipt_key_id       text,
  receipt_leaf_hash    bytea not null check (octet_length(receipt_leaf_hash) = 32),
  receipt_signature    bytea check (octet_length(receipt_signature) = 64),
  -- A switch: the old issuance ends as REPLACED and the new one names it.
  previous_id          uuid,
  ended_by             text,
  constraint issuances_pkey primary key (person_id, id),
  constraint serial_number_is_normal check (serial_number ~ '^[1-9A-F][0-9A-F]{0,39}$'),
  constraint pending_only_at_the_door check (status <> 'PENDING_ACTIVATION' or origin = 'DOOR_TO_DOOR'),
  constraint active_has_been_activated check (status <> 'ACTIVE' or activated_at is not null),
  constraint ended_has_time_and_reason check (
    (status in ('ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED')) = (ended_at is null) and (ended_at is null) = (end_reason is null)),
  constraint valid_until_after_issue check (valid_until is null or valid_until > issued_at),
  constraint receipt_unless_imported check (
    (receipt_key_id is null) = (receipt_signature is null) and (origin = 'IMPORT' or receipt_signature is not null))
);
comment on constraint ended_has_time_and_reason on registry.issuances is
  'The one list of the states in which a certificate holds its citizen''s place, as written: those without an end. Whether it does at an instant: registry.live_issuances (db/views).';
comment on constraint pending_only_at_the_door on registry.issuances is 'HUE-3.3, HUE-2.2, HUE-4.5: only staff at the door may record before activation.';
comment on column registry.issuances.previous_id is 'The issuance whose place this one took: by a switch, or as its replacement.';
comment on column registry.issuances.ended_by is 'Who ended it: the owner of the request, or registry.';
create unique index one_live_issuance_per_person on registry.issuances (person_id, campaign_id) where ended_at is null;
comment on index registry.one_live_issuance_per_person is 'I1, HUE-1.3: at most one certificate holds a citizen''s place in a campaign.';
create index issuances_by_id on registry.issuances (id);
comment on index registry.issuances_by_id is 'A provider names an issuance by its id alone.';
create index issuances_by_provider on registry.issuances (campaign_id, provider_id, recorded_at desc, id desc);
comment on index registry.issuances_by_provider is 'A provider''s own list, newest first.';
create index issuances_by_campaign on registry.issuances (campaign_id, recorded_at desc, id desc);
comment on index registry.issuances_by_campaign is 'The department''s list, newest first.';
create index issuances_recorded_pending on registry.issuances (campaign_id, root_recorded_at) where recorded_pending;
comment on index registry.issuances_recorded_pending is 'HUE-3.3: faults whose time to be resolved has run out since the last run.';
create index issuances_by_public_key on registry.issuances (public_key_hash) where public_key_hash is not null;
comment on index registry.issuances_by_public_key is 'HUE-5.1: one key under two citizens.';
-- HUE-5.3: what an exclusion would do is shown before it is decided; without this, what waits for activation was sought among all that a provider ever recorded.
create index issuances_pending_by_provider on registry.issuances (campaign_id, provider_id, recorded_at desc, id desc) where status = 'PENDING_ACTIVATION';
comment on index registry.issuances_pending_by_provider is 'HUE-5.3: what an exclusion would do: certificates of a provider that wait for activation.';

-- A status moves only from a live one, and an end is for good (AG-3); a certificate that expired may not come back.
create function registry.issuance_moves_forward() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if old.ended_at is not null then
    raise exception 'an ended issuance does not change' using errcode = '23514', constraint = 'ended_is_for_good', table = 'issuances', schema = 'registry';
  end if;
  if new.status = 'PENDING_ACTIVATION' and old.status <> 'PENDING_ACTIVATION' then
    raise exception 'an activated issuance does not become pending' using errcode = '23514', constraint = 'activation_is_once', table = 'issuances', schema = 'registry';
  end if;
  return new;
end
$$;

create trigger provider_may_record before insert on registry.issuances
  for each row when (new.origin <> 'IMPORT') execute function registry.provider_may_record();
comment on trigger provider_may_record on registry.issuances is 'I7: an excluded or unlicensed provider records nothing.';
create trigger issuance_moves_forward before update on registry.issuances
  for each row execute function registry.issuance_moves_forward();
create trigger recorded_person_is_not_absorbed before insert on registry.issuances
  for each row execute function registry.recorded_person_is_not_absorbed();
comment on trigger recorded_person_is_not_absorbed on registry.issuances is 'I1, I2: who was linked with another gets no certificate beside the other''s.';

-- HUE-2.3: what is imported was made before the campaign, and by a provider that takes part when it imports (I7). Looked at for a whole statement at once, for an import
-- writes thousands of rows by one.
create function registry.imports_are_from_before() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if not exists (select from written w where w.origin = 'IMPORT') then
    return null;
  end if;
  if exists (
    select from (select campaign_id, recorded_at, max(issued_at) as issued_at from written where origin = 'IMPORT' group by campaign_id, recorded_at) w
    cross join lateral (
      select t.opens_at from registry.campaign_terms t where t.campaign_id = w.campaign_id and t.effective_from <= w.recorded_at
      order by t.effective_from desc limit 1) t
    where w.issued_at >= t.opens_at) then
    raise exception 'made after the campaign opened' using errcode = '23514', constraint = 'import_is_from_before', table = 'issuances', schema = 'registry';
  end if;
  if exists (
    select from (select distinct campaign_id, provider_id, recorded_at from written where origin = 'IMPORT') w
    where not exists (
      select from registry.participations p
      where p.campaign_id = w.campaign_id and p.provider_id = w.provider_id and p.joined_at <= w.recorded_at
        and (p.ended_at is null or p.ended_at > w.recorded_at))) then
    raise exception 'provider does not take part' using errcode = '23514', constraint = 'recorder_takes_part', table = 'issuances', schema = 'registry';
  end if;
  return null;
end
$$;
create trigger imports_are_from_before after insert on registry.issuances referencing new table as written
  for each statement execute function registry.imports_are_from_before();
comment on trigger imports_are_from_before on registry.issuances is 'HUE-2.3, I7: a file brings in what was made before the campaign, of a provider that takes part.';

alter table registry.issuances enable row level security;
create policy own_issuances_are_seen on registry.issuances for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = any ((select registry.viewer_persons())::uuid[]));
create policy own_issuances_are_recorded on registry.issuances for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
create policy own_issuances_are_moved on registry.issuances for update to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
create policy analytics_read_issuances on registry.issuances for select to campaign_reader using (true);
grant select, insert on registry.issuances to campaign_runtime;
grant update (status, activated_at, ended_at, end_reason, ended_by) on registry.issuances to campaign_runtime;
grant select on registry.issuances to campaign_reader;

-- A serial number is recorded once per provider, in whatever campaign. Its own table, so that issuances can be partitioned by person.
create table registry.serial_claims (
  provider_id   smallint not null references registry.providers,
  serial_number text not null,
  issuance_id   uuid not null,
  person_id     uuid not null,
  constraint one_record_per_serial_number primary key (provider_id, serial_number),
  foreign key (person_id, issuance_id) references registry.issuances (person_id, id)
);
comment on constraint one_record_per_serial_number on registry.serial_claims is 'A provider records a serial number once → SerialNumberTaken.';

alter table registry.serial_claims enable row level security;
create policy own_serial_numbers_are_seen on registry.serial_claims for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
create policy own_serial_numbers_are_claimed on registry.serial_claims for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
grant select, insert on registry.serial_claims to campaign_runtime;

-- I6, HUE-1.5: a citizen''s free period in a campaign starts once. Only "undone" (a mistyped number) can be written later; its dates never.
create table registry.free_periods (
  person_id   uuid not null references registry.persons,
  campaign_id integer not null references registry.campaigns,
  starts_on   date not null,
  ends_on     date not null check (ends_on > starts_on),
  started_by  uuid not null,
  undone_at   timestamptz
);
create unique index one_free_period_per_person on registry.free_periods (person_id, campaign_id) where undone_at is null;
comment on index registry.one_free_period_per_person is 'I6: the free period starts once and never grows by switching.';
create index free_periods_by_issuance on registry.free_periods (started_by);
comment on index registry.free_periods_by_issuance is 'HUE-1.5: the free period that an issuance has started.';

create function registry.free_period_starts_once() returns trigger
  language plpgsql security definer
  set search_path = ''
  as $$
begin
  if exists (
    select from registry.free_periods f
    where f.person_id = any (registry.persons_of(new.person_id)) and f.person_id <> new.person_id and f.campaign_id = new.campaign_id and f.undone_at is null) then
    return null;
  end if;
  return new;
end
$$;
revoke execute on function registry.free_period_starts_once() from public;
create trigger free_period_starts_once before insert on registry.free_periods
  for each row execute function registry.free_period_starts_once();
comment on trigger free_period_starts_once on registry.free_periods is 'I6: the free period of one person starts once, under whichever number it did.';

-- The citizen's. A provider sees it beside an issuance of its own to that citizen in that campaign, and starts or undoes it by such a one. That one is looked up by its key alone,
-- and judged then: with the campaign among the conditions a plan without statistics may read all that the campaign has.
alter table registry.free_periods enable row level security;
create policy free_periods_are_seen_beside_own_issuances on registry.free_periods for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[]) or exists (
    select from (select h.campaign_id, h.provider_id from registry.issuances h where h.person_id = free_periods.person_id offset 0) i
    where i.campaign_id = free_periods.campaign_id and i.provider_id = (select registry.viewer_provider())));
create policy free_periods_are_started_by_own_issuances on registry.free_periods for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or (
    select i.campaign_id = free_periods.campaign_id and i.provider_id = (select registry.viewer_provider())
    from registry.issuances i where i.person_id = free_periods.person_id and i.id = free_periods.started_by));
create policy free_periods_are_undone_by_own_issuances on registry.free_periods for update to campaign_runtime using (
  (select registry.viewer_sees_all()) or (
    select i.campaign_id = free_periods.campaign_id and i.provider_id = (select registry.viewer_provider())
    from registry.issuances i where i.person_id = free_periods.person_id and i.id = free_periods.started_by));
create policy analytics_read_free_periods on registry.free_periods for select to campaign_reader using (true);
grant select, insert on registry.free_periods to campaign_runtime;
grant update (undone_at) on registry.free_periods to campaign_runtime;
grant select on registry.free_periods to campaign_reader;

create function registry.free_period_of(of_person uuid, of_campaign integer) returns daterange
  language plpgsql stable security definer
  set search_path = ''
  as $$
declare
  one constant uuid[] := registry.persons_of(of_person);
begin
  if not coalesce(registry.viewer_sees_all() or registry.viewer_person() = any (one), false) and not exists (
    -- By each person alone, and judged then (offset 0 keeps the conditions apart): without statistics a plan may read all that the campaign has.
    select from unnest(one) u (id)
    cross join lateral (select h.campaign_id, h.provider_id from registry.issuances h where h.person_id = u.id offset 0) i
    where i.campaign_id = of_campaign and i.provider_id = registry.viewer_provider()) then
    return null;
  end if;
  return (
    select daterange(f.starts_on, f.ends_on) from registry.free_periods f
    where f.person_id = any (one) and f.campaign_id = of_campaign and f.undone_at is null order by f.starts_on, f.ends_on limit 1);
end
$$;
comment on function registry.free_period_of(uuid, integer) is 'I6, HUE-1.5: the free period in force, half-open, the earliest that the person has under any number; beside an issuance of the viewer''s own.';
revoke execute on function registry.free_period_of(uuid, integer) from public;
grant execute on function registry.free_period_of(uuid, integer) to campaign_runtime;

-- ---------- The dossier ----------

-- DT-3.2: a contract number as it is compared; null when there is none. Case and white space do not matter.
create function registry.contract_key(contract_number text) returns text
  language sql immutable strict parallel safe
  set search_path = ''
  as $$ select nullif(upper(regexp_replace(normalize(contract_number, nfc), '\s', '', 'g')), '') $$;
comment on function registry.contract_key(text) is 'DT-3.2: two contract numbers are one when these are equal.';

create table registry.dossiers (
  person_id           uuid not null,
  issuance_id         uuid not null,
  contract_number     text,
  contract_signed_on  date,
  handed_over_at      timestamptz,
  received_by_citizen boolean,
  recipient_name      text,
  consent_given_at    timestamptz,
  -- Under row-level security an index on a function's result is of no use: the function might tell of rows that are not shown. Columns hold it instead.
  contract_key        text generated always as (registry.contract_key(contract_number)) stored,
  recipient_key       text generated always as (registry.name_key(recipient_name)) stored,
  primary key (person_id, issuance_id),
  foreign key (person_id, issuance_id) references registry.issuances (person_id, id)
);
comment on table registry.dossiers is 'DT-2: what the provider says of the paper dossier. No image of an identity card is kept.';
create index dossiers_by_contract on registry.dossiers (contract_key) where contract_key is not null;
comment on index registry.dossiers_by_contract is 'DT-3.2: one contract number on two certificates.';
create index dossiers_by_recipient on registry.dossiers (recipient_key) where recipient_key is not null and received_by_citizen is distinct from true;
comment on index registry.dossiers_by_recipient is 'DT-3.1: one recipient, many holders.';

alter table registry.dossiers enable row level security;
create policy dossiers_are_kept_with_own_issuances on registry.dossiers for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or exists (
    select from registry.issuances i
    where i.person_id = dossiers.person_id and i.id = dossiers.issuance_id and i.provider_id = (select registry.viewer_provider())));
create policy dossiers_are_seen_with_their_issuance on registry.dossiers for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[])
  or (person_id not in (select registry.restricted_persons()) and exists (
    select from registry.issuances i
    where i.person_id = dossiers.person_id and i.id = dossiers.issuance_id and i.provider_id = (select registry.viewer_provider()))));
grant select, insert on registry.dossiers to campaign_runtime;

-- ---------- Records that were refused ----------

-- A record that was refused after its certificate had been made: evidence, kept once per serial number and cause. Rows are only added.
create table registry.refused_records (
  provider_id   smallint not null references registry.providers,
  campaign_id   integer not null references registry.campaigns,
  serial_number text not null,
  cause         text not null check (cause in ('ALREADY_ISSUED', 'CHECK_REQUIRED', 'NEED_NOT_SERVABLE')),
  refused_at    timestamptz not null,
  issued_at     timestamptz not null,
  channel       text not null,
  staff_id      uuid references registry.staff,
  check_id      uuid,
  key_id        smallint not null,
  key_hash      bytea not null,
  holder_id     uuid,
  constraint evidence_once primary key (provider_id, campaign_id, serial_number, cause)
);
-- What the detectors look for. Each reads the instants since its last run; the rest it finds by key.
create index refused_records_by_time on registry.refused_records (campaign_id, refused_at) where cause = 'ALREADY_ISSUED';
comment on index registry.refused_records_by_time is 'HUE-1.3: attempts to issue to a citizen who holds a certificate, since the last run.';

alter table registry.refused_records enable row level security;
create policy own_refused_records_are_seen on registry.refused_records for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
create policy own_refused_records_are_kept on registry.refused_records for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
grant select, insert on registry.refused_records to campaign_runtime;

-- The certificate that was made in vain must be revoked by revoke_by, counted from the first refusal, the same on every retry.
create table registry.revocation_tasks (
  provider_id         smallint not null references registry.providers,
  campaign_id         integer not null references registry.campaigns,
  serial_number       text not null,
  opened_at           timestamptz not null,
  issued_at           timestamptz not null,
  revoke_by           timestamptz not null,
  revoked_at          timestamptz,
  confirmed_at        timestamptz,
  recorded_after_all  timestamptz,
  constraint one_task_per_serial_number primary key (provider_id, campaign_id, serial_number),
  constraint confirmed_with_its_time check ((revoked_at is null) = (confirmed_at is null)),
  constraint revoked_or_recorded check (confirmed_at is null or recorded_after_all is null)
);
comment on table registry.revocation_tasks is 'HUE-1.4: what the loser of a race owes.';
create index revocation_tasks_by_deadline on registry.revocation_tasks (campaign_id, revoke_by) where recorded_after_all is null;
comment on index registry.revocation_tasks_by_deadline is 'HUE-1.4: revocations that have fallen due since the last run.';
create index revocation_tasks_by_serial on registry.revocation_tasks (provider_id, serial_number);
comment on index registry.revocation_tasks_by_serial is 'Whether a certificate was revoked is asked of each record, and of each row of an import.';

alter table registry.revocation_tasks enable row level security;
create policy own_revocations_are_seen on registry.revocation_tasks for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
create policy own_revocations_are_opened on registry.revocation_tasks for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
create policy own_revocations_are_done on registry.revocation_tasks for update to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
grant select, insert on registry.revocation_tasks to campaign_runtime;
grant update (revoked_at, confirmed_at, recorded_after_all) on registry.revocation_tasks to campaign_runtime;

-- ---------- Who holds a citizen's place ----------

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
  -- A certificate is held by the one who stays alone; a free period may have begun under whoever was absorbed. Each is looked up for its person in a subquery of
  -- its own (offset 0 keeps the campaign out of it): else a plan without statistics, which a connection keeps, reads all that a campaign has.
  return query
    select k.person_id, i.id, i.provider_id, i.status, i.recorded_at, i.valid_until, i.root_id, f.starts_on, f.ends_on
    from (select n.person_id from registry.number_keys n where n.key_hash = any(key_hashes) order by n.key_hash limit 1) k
    join registry.campaigns c on c.code = campaign_code
    left join lateral (
      select h.* from (select * from registry.issuances o where o.person_id = k.person_id and o.ended_at is null offset 0) h where h.campaign_id = c.id limit 1) i on true
    left join lateral (
      select u.starts_on, u.ends_on from (
        select p.starts_on, p.ends_on from registry.free_periods p where p.person_id = k.person_id and p.campaign_id = c.id and p.undone_at is null
        union all
        select a.starts_on, a.ends_on from registry.person_links l
        cross join lateral (
          select p.starts_on, p.ends_on from registry.free_periods p where p.person_id = l.from_person and p.campaign_id = c.id and p.undone_at is null limit 1) a
        where l.survivor = k.person_id) u
      order by u.starts_on, u.ends_on limit 1) f on true;
end
$$;
comment on function registry.place_of(bytea[], text) is 'HUE-1.3, HUE-1.5: who holds the place of the citizen with this number, and the free period.';
revoke execute on function registry.place_of(bytea[], text) from public;
grant execute on function registry.place_of(bytea[], text) to campaign_runtime;

-- HUE-1.4: whoever else is written as holding a citizen's place, for a provider that replaces a certificate of its own which had run out.
create function registry.other_holder(of_person uuid, of_campaign integer, own_issuance uuid)
  returns table (issuance_id uuid, provider_id smallint, status text, recorded_at timestamptz, valid_until timestamptz, root_id uuid)
  language plpgsql stable security definer rows 1
  set search_path = ''
  as $$
declare
  one constant uuid[] := registry.persons_of(of_person);
begin
  if not registry.viewer_sees_all() and not exists (
    select from unnest(one) u (id)
    cross join lateral (select h.campaign_id, h.provider_id from registry.issuances h where h.person_id = u.id and h.id = own_issuance offset 0) o
    where o.campaign_id = of_campaign and o.provider_id = registry.viewer_provider()) then
    return;
  end if;
  return query
    select i.id, i.provider_id, i.status, i.recorded_at, i.valid_until, i.root_id
    from unnest(one) u (id)
    cross join lateral (select h.* from registry.issuances h where h.person_id = u.id and h.ended_at is null offset 0) i
    where i.campaign_id = of_campaign and i.id <> own_issuance;
end
$$;
comment on function registry.other_holder(uuid, integer, uuid) is 'HUE-1.3: who else is written as holding the place of the citizen of this issuance of the viewer''s.';
revoke execute on function registry.other_holder(uuid, integer, uuid) from public;
grant execute on function registry.other_holder(uuid, integer, uuid) to campaign_runtime;

-- I1: a certificate that has run out holds nothing; the next record writes that down, whosever it was.
create function registry.close_expired_issuance(of_person uuid, issuance_id uuid) returns void
  language plpgsql volatile security definer
  set search_path = ''
  as $$
declare
  now constant timestamptz := registry.registry_now();
begin
  update registry.issuances i set status = 'EXPIRED', ended_at = i.valid_until, end_reason = 'EXPIRED', ended_by = 'registry'
  where i.person_id = of_person and i.id = issuance_id and i.ended_at is null and i.valid_until <= now
    and (registry.viewer_sees_all() or registry.viewer_provider() is not null);
  if not found then
    raise exception 'the certificate has not run out' using errcode = '42501', constraint = 'issuance_expires_when_it_does', table = 'issuances', schema = 'registry';
  end if;
end
$$;
comment on function registry.close_expired_issuance(uuid, uuid) is 'I1, AG-3: writes down that a certificate has run out, by the clock alone.';
revoke execute on function registry.close_expired_issuance(uuid, uuid) from public;
grant execute on function registry.close_expired_issuance(uuid, uuid) to campaign_runtime;
