-- One row per certificate that was recorded. Unique keys are led by the person, so that the table can be partitioned by it.

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
  end_reason           text check (end_reason in ('FAULT_NOT_RESOLVED', 'WRONG_CITIZEN', 'REVOKED', 'CITIZEN_ASKED', 'REPLACED', 'EXPIRED')),
  -- The first issuance of a chain of replacements; itself when there was none.
  root_id              uuid not null,
  root_recorded_at     timestamptz not null,
  certificate_hash     bytea check (octet_length(certificate_hash) = 32),
  public_key_hash      bytea check (octet_length(public_key_hash) = 32),
  receipt_key_id       text not null,
  receipt_leaf_hash    bytea not null check (octet_length(receipt_leaf_hash) = 32),
  receipt_signature    bytea not null check (octet_length(receipt_signature) = 64),
  constraint issuances_pkey primary key (person_id, id),
  constraint serial_number_is_normal check (serial_number ~ '^[1-9A-F][0-9A-F]{0,39}$'),
  constraint pending_only_at_the_door check (status <> 'PENDING_ACTIVATION' or origin = 'DOOR_TO_DOOR'),
  constraint active_has_been_activated check (status <> 'ACTIVE' or activated_at is not null),
  constraint ended_has_time_and_reason check (
    (status in ('ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED')) = (ended_at is null) and (ended_at is null) = (end_reason is null)),
  constraint valid_until_after_issue check (valid_until is null or valid_until > issued_at)
);
comment on constraint pending_only_at_the_door on registry.issuances is 'HUE-3.3, HUE-2.2, HUE-4.5: only staff at the door may record before activation.';

create unique index one_live_issuance_per_person on registry.issuances (person_id, campaign_id)
  where status in ('ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED');
comment on index registry.one_live_issuance_per_person is 'I1, HUE-1.3: at most one certificate holds a citizen''s place in a campaign.';
create index issuances_by_id on registry.issuances (id);
create index issuances_by_provider on registry.issuances (campaign_id, provider_id, recorded_at desc, id desc);
comment on index registry.issuances_by_provider is 'A provider''s own list, newest first.';
create index issuances_by_campaign on registry.issuances (campaign_id, recorded_at desc, id desc);
comment on index registry.issuances_by_campaign is 'The department''s list, newest first.';

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

-- I3: what was asked under a request id acts once. Only successes are here; a refused request is judged anew.
create table registry.request_claims (
  owner          text not null,
  operation      text not null,
  request_id     text not null check (length(request_id) between 1 and 255),
  content_key_id smallint not null,
  content_hash   bytea not null check (octet_length(content_hash) = 32),
  person_id      uuid,
  subject_id     uuid,
  claimed_at     timestamptz not null,
  constraint one_act_per_request_id primary key (owner, operation, request_id)
);
comment on constraint one_act_per_request_id on registry.request_claims is 'I3: a request sent again never acts twice → the first result, or RequestIdReused.';

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

create table registry.dossiers (
  person_id          uuid not null,
  issuance_id        uuid not null,
  contract_number    text,
  contract_signed_on date,
  handed_over_at     timestamptz,
  received_by_citizen boolean,
  recipient_name     text,
  consent_given_at   timestamptz,
  primary key (person_id, issuance_id),
  foreign key (person_id, issuance_id) references registry.issuances (person_id, id)
);
comment on table registry.dossiers is 'DT-2: what the provider says of the paper dossier. No image of an identity card is kept.';

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
create trigger provider_may_record before insert on registry.issuances
  for each row when (new.origin <> 'IMPORT') execute function registry.provider_may_record();
comment on trigger provider_may_record on registry.issuances is 'I7: an excluded or unlicensed provider records nothing.';

-- A status moves only from a live one, and an end is for good (AG-3); a certificate that expired may not come back.
create function registry.issuance_moves_forward() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if old.status not in ('ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED') then
    raise exception 'an ended issuance does not change' using errcode = '23514', constraint = 'ended_is_for_good', table = 'issuances', schema = 'registry';
  end if;
  if new.status = 'PENDING_ACTIVATION' and old.status <> 'PENDING_ACTIVATION' then
    raise exception 'an activated issuance does not become pending' using errcode = '23514', constraint = 'activation_is_once', table = 'issuances', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger issuance_moves_forward before update on registry.issuances
  for each row execute function registry.issuance_moves_forward();

grant select, insert on registry.issuances, registry.serial_claims, registry.request_claims, registry.free_periods, registry.dossiers,
  registry.refused_records, registry.revocation_tasks to campaign_runtime;
grant update (status, activated_at, ended_at, end_reason) on registry.issuances to campaign_runtime;
grant update (undone_at) on registry.free_periods to campaign_runtime;
grant update (revoked_at, confirmed_at, recorded_after_all) on registry.revocation_tasks to campaign_runtime;
grant select on registry.issuances, registry.free_periods to campaign_reader;
