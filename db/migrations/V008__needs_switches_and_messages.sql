-- Needs (HUE-4.1 to HUE-4.5), consents to a switch (HUE-1.5), and the messages that a change owes to those whom it concerns.

-- A need belongs to one period of participation: when that ends, so does the need.
alter table registry.participations add constraint one_participation_per_joining unique (campaign_id, provider_id, joined_at);
alter table registry.participations add column needs_released integer check (needs_released >= 0);
grant update (needs_released) on registry.participations to campaign_runtime;

create table registry.needs (
  id                      uuid not null,
  person_id               uuid not null references registry.persons,
  campaign_id             integer not null references registry.campaigns,
  provider_id             smallint not null references registry.providers,
  participation_joined_at timestamptz not null,
  mode                    text not null check (mode in ('AT_HOME', 'BY_PHONE')),
  for_switch              boolean not null,
  -- As written. What it is at an instant, registry.need_state tells: an open need lapses and is released without anything being written (I5, I7).
  state                   text not null check (state in ('WAITING', 'IN_SUPPORT', 'SERVED', 'LAPSED', 'CANCELLED', 'RELEASED', 'SUPERSEDED')),
  registered_at           timestamptz not null,
  waiting_until           timestamptz not null, -- HUE-4.4, exclusive
  support_until           timestamptz,          -- while support is under way, exclusive
  due_at                  timestamptz not null, -- the one of the two that counts, exclusive
  warn_at                 timestamptz not null,
  warned_at               timestamptz,
  ended_at                timestamptz,          -- from when on it has ended
  closed_at               timestamptz,          -- the transaction that wrote its end down
  lapsed_from             text check (lapsed_from in ('WAITING', 'IN_SUPPORT')),
  served_by               uuid,
  contact_key_id          smallint not null,
  contact                 bytea not null,       -- AES-256-GCM, bound to the need's id
  phone_key_id            smallint not null,
  phone_hash              bytea not null check (octet_length(phone_hash) = 32),
  constraint needs_pkey primary key (person_id, id),
  foreign key (campaign_id, provider_id, participation_joined_at) references registry.participations (campaign_id, provider_id, joined_at),
  foreign key (person_id, served_by) references registry.issuances (person_id, id),
  constraint need_is_due_by_its_window check (registered_at < waiting_until and due_at = coalesce(support_until, waiting_until)),
  constraint need_in_support_has_its_end check (state <> 'WAITING' or support_until is null),
  constraint need_in_support_has_a_limit check (state <> 'IN_SUPPORT' or support_until is not null),
  constraint ended_need_has_its_times check (
    (state in ('WAITING', 'IN_SUPPORT')) = (ended_at is null) and (ended_at is null) = (closed_at is null)),
  constraint served_need_has_its_issuance check ((state = 'SERVED') = (served_by is not null)),
  constraint lapsed_need_says_from_what check ((state = 'LAPSED') = (lapsed_from is not null))
);
create unique index one_open_need_per_person on registry.needs (person_id, campaign_id) where state in ('WAITING', 'IN_SUPPORT');
comment on index registry.one_open_need_per_person is 'HUE-4.2: a citizen waits for one provider at a time → NeedAlreadyOpen.';
create unique index one_need_per_issuance on registry.needs (served_by) where served_by is not null;
comment on index registry.one_need_per_issuance is 'I4: an issuance serves one need.';
create index needs_by_id on registry.needs (id);
create index needs_that_are_due on registry.needs (due_at) where state in ('WAITING', 'IN_SUPPORT');
comment on index registry.needs_that_are_due is 'HUE-4.4: what the job writes down as lapsed.';
create index needs_to_warn_of on registry.needs (warn_at) where state = 'WAITING' and warned_at is null;
create index needs_closed on registry.needs (closed_at) where closed_at is not null;
comment on index registry.needs_closed is 'What detectors look at: needs whose end was written down lately.';
create index needs_by_provider on registry.needs (campaign_id, provider_id, registered_at desc, id desc);
comment on index registry.needs_by_provider is 'A provider''s inbox, newest first.';
create index needs_open_by_provider on registry.needs (campaign_id, provider_id, registered_at desc, id desc) where state in ('WAITING', 'IN_SUPPORT');
comment on index registry.needs_open_by_provider is 'A provider''s open needs, newest first.';
create index needs_by_campaign on registry.needs (campaign_id, registered_at desc, id desc);
comment on index registry.needs_by_campaign is 'The department''s list, newest first.';
create index needs_by_phone on registry.needs (campaign_id, phone_hash, registered_at);
comment on index registry.needs_by_phone is 'HUE-1.6: many needs from one phone.';

-- The one rule of what a need is at an instant, for lists and reports; Needs/NeedStateRule.cs says the same, and a test holds them together.
create function registry.need_state(state text, due_at timestamptz, released_at timestamptz, now timestamptz) returns text
  language sql immutable parallel safe
  set search_path = ''
  as $$
    select case
      when state not in ('WAITING', 'IN_SUPPORT') then state
      when released_at <= now and released_at < due_at then 'RELEASED'
      when due_at <= now then 'LAPSED'
      else state
    end
  $$;
comment on function registry.need_state(text, timestamptz, timestamptz, timestamptz) is
  'I5: lapsed from due_at on (exclusive end), whether or not it has been written; I7: released from its provider''s exclusion on. released_at: when the participation ended.';

create function registry.need_moves_forward() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if old.state not in ('WAITING', 'IN_SUPPORT') then
    raise exception 'an ended need does not change' using errcode = '23514', constraint = 'need_end_is_for_good', table = 'needs', schema = 'registry';
  end if;
  if new.state = 'IN_SUPPORT' and old.state = 'IN_SUPPORT' and new.support_until <> old.support_until then
    raise exception 'support is not extended' using errcode = '23514', constraint = 'support_is_not_extended', table = 'needs', schema = 'registry';
  end if;
  if new.state in ('SERVED', 'CANCELLED', 'SUPERSEDED', 'RELEASED') and new.ended_at >= old.due_at then
    raise exception 'the need had lapsed' using errcode = '23514', constraint = 'lapsed_need_stays_lapsed', table = 'needs', schema = 'registry';
  end if;
  if new.state = 'LAPSED' and (new.ended_at <> new.due_at or new.due_at > new.closed_at) then
    raise exception 'the need is not due' using errcode = '23514', constraint = 'need_lapses_when_it_is_due', table = 'needs', schema = 'registry';
  end if;
  if new.state = 'SERVED' and not exists (
    select from registry.issuances i
    where i.person_id = new.person_id and i.id = new.served_by and i.campaign_id = new.campaign_id and i.provider_id = new.provider_id
      and i.recorded_at = new.ended_at) then
    raise exception 'no issuance serves the need' using errcode = '23514', constraint = 'need_is_served_by_its_issuance', table = 'needs', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger need_moves_forward before update on registry.needs
  for each row execute function registry.need_moves_forward();
comment on trigger need_moves_forward on registry.needs is 'I4, I5: served by its own issuance alone, before it is due; an end is for good.';

-- Each time that a provider said that support began, with what shows it (HUE-4.5). Only the citizen's denial can be added later.
create table registry.need_supports (
  id         bigint generated always as identity primary key,
  person_id  uuid not null,
  need_id    uuid not null,
  started_at timestamptz not null,
  staff_id   uuid not null references registry.staff,
  called_at  timestamptz,
  visit_at   timestamptz,
  note       text,
  denied_at  timestamptz check (denied_at >= started_at),
  foreign key (person_id, need_id) references registry.needs (person_id, id),
  constraint support_is_shown_by_a_call_or_a_visit check (called_at is not null or visit_at is not null)
);
create index need_supports_by_need on registry.need_supports (person_id, need_id);
comment on index registry.need_supports_by_need is 'HUE-4.5: what was claimed of the support of a need, and what was denied.';

-- The citizen agrees to leave the present holder for one new provider. The code itself is not kept.
create table registry.switch_consents (
  id             uuid primary key,
  person_id      uuid not null references registry.persons,
  campaign_id    integer not null references registry.campaigns,
  provider_id    smallint not null references registry.providers,
  holder_root_id uuid not null,
  code_key_id    smallint not null,
  code_hash      bytea not null check (octet_length(code_hash) = 32),
  consented_at   timestamptz not null,
  expires_at     timestamptz not null check (expires_at > consented_at),
  wrong_tries    smallint not null default 0 constraint consent_allows_5_tries check (wrong_tries between 0 and 5),
  used_at        timestamptz check (used_at < expires_at),
  voided_at      timestamptz,
  constraint consent_is_used_or_void check (used_at is null or voided_at is null)
);
create unique index one_open_consent_per_person on registry.switch_consents (person_id, campaign_id) where used_at is null and voided_at is null;
comment on index registry.one_open_consent_per_person is 'A new code voids the old; each is used once.';

-- A switch: the old issuance ends as REPLACED and the new one names it.
alter table registry.issuances
  add column previous_id uuid,
  add column ended_by text,
  drop constraint issuances_end_reason_check,
  add constraint issuance_ends_for_a_known_reason check (
    end_reason in ('FAULT_NOT_RESOLVED', 'WRONG_CITIZEN', 'REVOKED', 'CITIZEN_ASKED', 'REPLACED', 'SWITCHED', 'EXPIRED'));
comment on column registry.issuances.previous_id is 'The issuance whose place this one took: by a switch, or as its replacement.';
comment on column registry.issuances.ended_by is 'Who ended it: the owner of the request, or registry.';
alter table registry.citizen_asks
  drop constraint citizen_asks_act_check,
  add constraint ask_is_of_a_known_act check (act in ('CHECK', 'RECORD', 'SWITCH', 'ALSO_KNOWN_AS'));

-- The transactional outbox: a message is written with the change that it tells of, and sent afterwards. No contact and no number is in it.
create table registry.messages (
  id              uuid primary key,
  written_at      timestamptz not null,
  campaign_id     integer references registry.campaigns,
  recipient       text not null check (recipient in ('CITIZEN', 'PROVIDER', 'DEPARTMENT')),
  person_id       uuid references registry.persons,
  provider_id     smallint references registry.providers,
  kind            text not null,
  subject_id      uuid not null,
  -- Tells apart what may be told more than once of one subject, e.g. the instant at which support began.
  occasion        text not null default '',
  details         jsonb not null default '{}',
  attempts        smallint not null default 0,
  next_attempt_at timestamptz not null,
  sent_at         timestamptz,
  given_up_at     timestamptz,
  constraint message_has_its_recipient check (
    (recipient = 'CITIZEN') = (person_id is not null) and (recipient = 'PROVIDER') = (provider_id is not null)),
  constraint one_message_per_occasion unique (subject_id, kind, recipient, occasion)
);
comment on constraint one_message_per_occasion on registry.messages is 'Those concerned are told once.';
create index messages_to_send on registry.messages (next_attempt_at) where sent_at is null and given_up_at is null;

-- What subscribers follow: committed changes of needs and flags, in the order of their writing.
create index journal_of_followed_changes on registry.journal (sequence) where kind like 'NEED\_%' or kind = 'VIOLATION_FLAGGED';

grant select, insert on registry.needs, registry.need_supports, registry.switch_consents, registry.messages to campaign_runtime;
grant update (state, support_until, due_at, warned_at, ended_at, closed_at, lapsed_from, served_by) on registry.needs to campaign_runtime;
grant update (denied_at) on registry.need_supports to campaign_runtime;
grant update (wrong_tries, used_at, voided_at) on registry.switch_consents to campaign_runtime;
grant update (ended_by) on registry.issuances to campaign_runtime;
grant update (attempts, next_attempt_at, sent_at, given_up_at) on registry.messages to campaign_runtime;

-- I7: no need is taken by a provider that does not take part, in a transaction that began later.
create function registry.provider_may_take_need() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if not exists (
    select from registry.participations p
    where p.campaign_id = new.campaign_id and p.provider_id = new.provider_id and p.joined_at = new.participation_joined_at
      and p.joined_at <= new.registered_at and (p.ended_at is null or p.ended_at > new.registered_at)) then
    raise exception 'provider does not take part' using errcode = '23514', constraint = 'need_is_taken_by_a_participant', table = 'needs', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger provider_may_take_need before insert on registry.needs
  for each row execute function registry.provider_may_take_need();
comment on trigger provider_may_take_need on registry.needs is 'I7: an excluded provider takes no need.';
