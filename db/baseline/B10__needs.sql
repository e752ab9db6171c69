-- Needs (HUE-4.1 to HUE-4.5), consents to a switch (HUE-1.5), and the messages that a change owes to those whom it concerns.

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
  contact_key_id          smallint,
  contact                 bytea,       -- AES-256-GCM, bound to the need's id
  phone_key_id            smallint,
  phone_hash              bytea check (octet_length(phone_hash) = 32),
  contact_erased_at       timestamptz,
  -- Where the chosen provider stood on the list that the citizen was shown. Null: registered where no list was shown, or before this was kept.
  shown_place             smallint,
  shown_of                smallint,
  constraint needs_pkey primary key (person_id, id),
  foreign key (campaign_id, provider_id, participation_joined_at) references registry.participations (campaign_id, provider_id, joined_at),
  foreign key (person_id, served_by) references registry.issuances (person_id, id),
  constraint need_is_due_by_its_window check (registered_at < waiting_until and due_at = coalesce(support_until, waiting_until)),
  constraint need_in_support_has_its_end check (state <> 'WAITING' or support_until is null),
  constraint need_in_support_has_a_limit check (state <> 'IN_SUPPORT' or support_until is not null),
  constraint ended_need_has_its_times check (
    (state in ('WAITING', 'IN_SUPPORT')) = (ended_at is null) and (ended_at is null) = (closed_at is null)),
  constraint served_need_has_its_issuance check ((state = 'SERVED') = (served_by is not null)),
  constraint lapsed_need_says_from_what check ((state = 'LAPSED') = (lapsed_from is not null)),
  constraint contact_is_there_until_it_is_erased check (
    num_nonnulls(contact_key_id, contact, phone_key_id, phone_hash) = case when contact_erased_at is null then 4 else 0 end),
  constraint open_need_has_its_contact check (contact_erased_at is null or ended_at is not null),
  constraint place_is_on_the_list_shown check ((shown_place is null) = (shown_of is null) and shown_place between 1 and shown_of)
);
comment on constraint ended_need_has_its_times on registry.needs is
  'The one list of the states in which a need is open, as written: those without an end. Whether it is at an instant: registry.open_needs (db/views).';
comment on constraint contact_is_there_until_it_is_erased on registry.needs is 'HUE-1.7: a contact is erased whole: name, telephone and address, and the hash by which the telephone is found.';
create unique index one_open_need_per_person on registry.needs (person_id, campaign_id) where ended_at is null;
comment on index registry.one_open_need_per_person is 'HUE-4.2: a citizen waits for one provider at a time → NeedAlreadyOpen.';
create unique index one_need_per_issuance on registry.needs (served_by) where served_by is not null;
comment on index registry.one_need_per_issuance is 'I4: an issuance serves one need.';
create index needs_by_id on registry.needs (id);
comment on index registry.needs_by_id is 'A provider names a need by its id alone.';
create index needs_that_are_due on registry.needs (due_at) where ended_at is null;
comment on index registry.needs_that_are_due is 'HUE-4.4: what the job writes down as lapsed.';
create index needs_to_warn_of on registry.needs (warn_at) where state = 'WAITING' and warned_at is null;
comment on index registry.needs_to_warn_of is 'HUE-4.2: needs whose provider is to be warned.';
create index needs_closed on registry.needs (closed_at) where closed_at is not null;
comment on index registry.needs_closed is 'What detectors look at: needs whose end was written down lately.';
create index needs_by_provider on registry.needs (campaign_id, provider_id, registered_at desc, id desc);
comment on index registry.needs_by_provider is 'A provider''s inbox, newest first.';
create index needs_open_by_provider on registry.needs (campaign_id, provider_id, registered_at desc, id desc) where ended_at is null;
comment on index registry.needs_open_by_provider is 'A provider''s open needs, newest first.';
create index needs_by_campaign on registry.needs (campaign_id, registered_at desc, id desc);
comment on index registry.needs_by_campaign is 'The department''s list, newest first.';
create index needs_by_phone on registry.needs (campaign_id, phone_hash, registered_at);
comment on index registry.needs_by_phone is 'HUE-1.6: many needs from one phone.';
create index needs_whose_contact_is_kept on registry.needs (ended_at) where ended_at is not null and contact_erased_at is null;
comment on index registry.needs_whose_contact_is_kept is 'What has ended so long ago that its contact goes.';

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
create trigger recorded_person_is_not_absorbed before insert on registry.needs
  for each row execute function registry.recorded_person_is_not_absorbed();
comment on trigger recorded_person_is_not_absorbed on registry.needs is 'I2, HUE-4.2: who was linked with another has one open need with the other.';

create function registry.need_moves_forward() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if old.ended_at is not null then
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
-- An ended need does not change, but for its contact: its keys, by campaign_rekey, and its end, by campaign_retention. Both may change nothing else (see their grants).
create trigger need_moves_forward before update on registry.needs
  for each row when (current_user not in ('campaign_rekey', 'campaign_retention')) execute function registry.need_moves_forward();
comment on trigger need_moves_forward on registry.needs is 'I4, I5: served by its own issuance alone, before it is due; an end is for good.';

alter table registry.needs enable row level security;
-- HUE-1.2: the citizen chooses, never a provider.
create policy own_needs_are_registered on registry.needs for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or person_id = (select registry.viewer_person()));
create policy own_needs_are_moved on registry.needs for update to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = any ((select registry.viewer_persons())::uuid[]));
-- While a restriction is in force, a provider sees of that citizen's needs the open one alone, which the citizen asks for, and the one that its record serves for the
-- minute in which it does; supports are seen with their need. Dossiers it does not see. Its own issuances it does: it must revoke, replace and answer for them.
create policy own_needs_are_seen on registry.needs for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[])
  or (provider_id = (select registry.viewer_provider()) and (
    ended_at is null or (state = 'SERVED' and closed_at > (select registry.registry_now()) - interval '1 minute')
    or person_id not in (select registry.restricted_persons()))));
grant select, insert on registry.needs to campaign_runtime;
grant update (state, support_until, due_at, warned_at, ended_at, closed_at, lapsed_from, served_by) on registry.needs to campaign_runtime;

-- The one rule of what a need is at an instant, for lists and reports; Needs/NeedStateRule.cs says the same, and a test holds them together.
create function registry.need_state(state text, ended_at timestamptz, due_at timestamptz, released_at timestamptz, now timestamptz) returns text
  language sql immutable parallel safe
  set search_path = ''
  as $$
    select case
      when ended_at is not null then state
      when released_at <= now and released_at < due_at then 'RELEASED'
      when due_at <= now then 'LAPSED'
      else state
    end
  $$;
comment on function registry.need_state(text, timestamptz, timestamptz, timestamptz, timestamptz) is
  'I5: lapsed from due_at on (exclusive end), whether or not it has been written; I7: released from its provider''s exclusion on. released_at: when the participation ended.';

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

alter table registry.need_supports enable row level security;
create policy supports_are_seen_with_their_need on registry.need_supports for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[]) or exists (
    select from registry.needs n
    where n.person_id = need_supports.person_id and n.id = need_supports.need_id and n.provider_id = (select registry.viewer_provider())));
create policy supports_of_own_needs_begin on registry.need_supports for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or exists (
    select from registry.needs n
    where n.person_id = need_supports.person_id and n.id = need_supports.need_id and n.provider_id = (select registry.viewer_provider())));
-- HUE-4.5: the citizen denies, never the provider.
create policy own_supports_are_denied on registry.need_supports for update to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[]));
grant select, insert on registry.need_supports to campaign_runtime;
grant update (denied_at) on registry.need_supports to campaign_runtime;

-- HUE-4.3: the open need of the citizen whom a provider is about to record, locked, whichever provider it is with. Neither contact nor telephone.
create function registry.lock_open_need(of_person uuid, of_campaign integer)
  returns table (need_id uuid, person_id uuid, campaign_id integer, provider_id smallint, for_switch boolean, state text, due_at timestamptz, released_at timestamptz)
  language plpgsql volatile security definer rows 1
  set search_path = ''
  as $$
declare
  stays constant uuid := registry.survivor_of(of_person);
begin
  if not coalesce(registry.viewer_sees_all() or registry.viewer_provider() is not null or stays = registry.viewer_person(), false) then
    return;
  end if;
  return query
    select n.id, n.person_id, n.campaign_id, n.provider_id, n.for_switch, n.state, n.due_at, p.ended_at
    from registry.needs n
    join registry.participations p on p.campaign_id = n.campaign_id and p.provider_id = n.provider_id and p.joined_at = n.participation_joined_at
    where n.person_id = stays and n.campaign_id = of_campaign and n.ended_at is null
    for no key update of n;
end
$$;
comment on function registry.lock_open_need(uuid, integer) is 'HUE-4.3: a citizen''s open need, locked, without the contact.';
revoke execute on function registry.lock_open_need(uuid, integer) from public;
grant execute on function registry.lock_open_need(uuid, integer) to campaign_runtime;

-- HUE-4.3, HUE-4.4: what a record makes of the citizen's open need, whichever provider it is with. It judges for itself: lapsed by the clock; released by its provider's end of
-- participation; superseded by the viewer's own record of that instant, which for a need for a switch is not a mere replacement.
-- A need that a citizen closes by himself may be one of before the link.
create function registry.close_open_need(of_person uuid, need_id uuid, as_state text, at timestamptz, written_at timestamptz) returns void
  language plpgsql volatile security definer
  set search_path = ''
  as $$
declare
  now constant timestamptz := registry.registry_now();
begin
  update registry.needs n
  set state = as_state, lapsed_from = case when as_state = 'LAPSED' then n.state end, ended_at = at, closed_at = written_at
  where n.person_id = of_person and n.id = need_id and n.ended_at is null
    and (registry.viewer_sees_all() or registry.viewer_provider() is not null or n.person_id = any (registry.viewer_persons()))
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
revoke execute on function registry.close_open_need(uuid, uuid, text, timestamptz, timestamptz) from public;
grant execute on function registry.close_open_need(uuid, uuid, text, timestamptz, timestamptz) to campaign_runtime;

-- ---------- Switches ----------

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

create trigger recorded_person_is_not_absorbed before insert on registry.switch_consents
  for each row execute function registry.recorded_person_is_not_absorbed();
comment on trigger recorded_person_is_not_absorbed on registry.switch_consents is 'I2, HUE-1.2: a consent is given by the person who holds the certificate.';

alter table registry.switch_consents enable row level security;
create policy own_consents_are_seen on registry.switch_consents for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = any ((select registry.viewer_persons())::uuid[]));
create policy own_consents_are_given on registry.switch_consents for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or person_id = (select registry.viewer_person()));
create policy own_consents_are_tried_and_voided on registry.switch_consents for update to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = any ((select registry.viewer_persons())::uuid[]));
grant select, insert on registry.switch_consents to campaign_runtime;
grant update (wrong_tries, used_at, voided_at) on registry.switch_consents to campaign_runtime;

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
    and i.ended_at is null;
  if not found then
    raise exception 'no consent to leave' using errcode = '42501', constraint = 'issuance_is_left_by_consent', table = 'issuances', schema = 'registry';
  end if;
  update registry.switch_consents s set used_at = at where s.id = consent_id;
end
$$;
comment on function registry.leave_issuance(uuid, uuid, uuid, timestamptz) is 'HUE-1.2: a holder is left by the citizen''s own consent, once.';
revoke execute on function registry.leave_issuance(uuid, uuid, uuid, timestamptz) from public;
grant execute on function registry.leave_issuance(uuid, uuid, uuid, timestamptz) to campaign_runtime;

-- ---------- Messages ----------

-- A message is for the citizen or the provider of what it is about; a provider or a citizen writes one about
-- what is its own, or what its own record has ended.
create function registry.message_is_owed(about uuid, to_person uuid, to_provider smallint, at timestamptz) returns boolean
  language sql stable security definer
  set search_path = ''
  as $$
    select exists (
        select from registry.issuances i
        where i.id = about and (i.person_id = to_person or registry.survivor_of(i.person_id) = to_person or i.provider_id = to_provider)
          and (i.provider_id = registry.viewer_provider() or i.person_id = any (registry.viewer_persons())
            or (i.ended_at = at and i.ended_by = registry.viewer_request_owner())))
      or exists (
        select from registry.needs n
        where n.id = about and (n.person_id = to_person or registry.survivor_of(n.person_id) = to_person or n.provider_id = to_provider)
          and (n.provider_id = registry.viewer_provider() or n.person_id = any (registry.viewer_persons())
            or (n.closed_at = at and exists (
              select from registry.issuances r
              where r.person_id = n.person_id and r.campaign_id = n.campaign_id and r.recorded_at = at and r.provider_id = registry.viewer_provider()))))
  $$;
comment on function registry.message_is_owed(uuid, uuid, smallint, timestamptz) is
  'I8, I10: whether the viewer may write this message: whom it is for is concerned, and its subject is the viewer''s own or was ended by the viewer''s record of that instant.';
revoke execute on function registry.message_is_owed(uuid, uuid, smallint, timestamptz) from public;
grant execute on function registry.message_is_owed(uuid, uuid, smallint, timestamptz) to campaign_runtime;

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
comment on index registry.messages_to_send is 'Messages that wait to be sent, by when they are tried next.';
create index messages_that_are_done on registry.messages ((coalesce(sent_at, given_up_at))) where sent_at is not null or given_up_at is not null;
comment on index registry.messages_that_are_done is 'What has grown old.';

alter table registry.messages enable row level security;
create policy own_messages_are_seen on registry.messages for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = any ((select registry.viewer_persons())::uuid[]));
create policy messages_are_owed on registry.messages for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = any ((select registry.viewer_persons())::uuid[])
  or (recipient = 'DEPARTMENT' and (select registry.viewer_request_owner()) is not null)
  or registry.message_is_owed(subject_id, person_id, provider_id, written_at));
create policy messages_are_sent_by_the_registry on registry.messages for update to campaign_runtime using ((select registry.viewer_sees_all()));
grant select, insert on registry.messages to campaign_runtime;
grant update (attempts, next_attempt_at, sent_at, given_up_at) on registry.messages to campaign_runtime;
