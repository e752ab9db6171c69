-- HUE-1.2, HUE-1.7, docs/adr/0038: what counts as the citizen's own word. A phone to which one-time codes go stands for the citizen, so two officers bind it, a phone that replaces another
-- consents to nothing for a day, and the one that was replaced is told.

-- ---------- Two officers bind a phone ----------

alter table registry.proposals drop constraint proposal_is_of_a_known_act;
alter table registry.proposals add constraint proposal_is_of_a_known_act
  check (act in ('EXCLUDE_PROVIDER', 'CHANGE_CLIENT_KEY', 'CHANGE_REGISTRY_KEY', 'REINSTATE_PROVIDER', 'PUBLISH_CASE', 'BIND_CITIZEN_PHONE'));
alter table registry.proposals add constraint phone_waits_15_minutes_for_the_second
  check (act <> 'BIND_CITIZEN_PHONE' or expires_at <= proposed_at + interval '15 minutes');
comment on constraint phone_waits_15_minutes_for_the_second on registry.proposals is 'HUE-1.7: the citizen stands at the counter while the second officer confirms.';
-- Whoever has an account here and another at an outside issuer has two names. One authority alone tells its own officers apart.
alter table registry.proposals add constraint one_authority_knows_both_officers
  check (act <> 'BIND_CITIZEN_PHONE' or state <> 'CARRIED_OUT' or decided_by not like 'officer:%'
    or substring(proposed_by from '^officer:([^:]+):') is not distinct from substring(decided_by from '^officer:([^:]+):'));
comment on constraint one_authority_knows_both_officers on registry.proposals is 'HUE-1.7: two persons, not two names → SecondOfficerNeeded.';

create table registry.phone_bindings (
  id            uuid primary key,
  number_key_id smallint not null,
  number_hash   bytea not null check (octet_length(number_hash) = 32), -- under the number key of that day
  sealed        bytea,                                                 -- number and phone, for the second officer; erased once bound, and when nobody confirmed in time
  made_by       text not null,
  made_at       timestamptz not null,
  bound_by      text,
  bound_at      timestamptz,
  consents_from timestamptz,                                           -- null when it replaced none
  replaced      bytea[] not null default '{}',                         -- the phones that it replaced, sealed, to be told; erased 30 days after
  constraint bound_phone_says_by_whom check ((bound_at is null) = (bound_by is null)),
  constraint bound_phone_is_sealed_no_more check (bound_at is null or sealed is null),
  constraint replacing_phone_waits_a_day check (consents_from is null or (bound_at is not null and consents_from = bound_at + interval '24 hours'))
);
comment on table registry.phone_bindings is 'HUE-1.7: phones that officers bind to citizens'' numbers, and those that wait for the second officer. No number and no phone stands here in the clear.';
comment on constraint replacing_phone_waits_a_day on registry.phone_bindings is 'HUE-1.2: a phone that replaced another consents to nothing for 24 hours → PhoneIsNew.';
create index phone_bindings_by_number on registry.phone_bindings (number_hash);
comment on index registry.phone_bindings_by_number is 'HUE-1.2: from when on the citizen who asks may consent.';
create index phone_bindings_to_erase on registry.phone_bindings (made_at) where sealed is not null or replaced <> '{}';
comment on index registry.phone_bindings_to_erase is 'HUE-1.7: what is sealed no longer than it is needed.';

alter table registry.phone_bindings enable row level security;
create policy own_phone_bindings_are_seen on registry.phone_bindings for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or number_hash = any ((select registry.viewer_key_hashes())::bytea[]));
create policy phones_are_bound_by_the_department on registry.phone_bindings for insert to campaign_runtime with check ((select registry.viewer_sees_all()));
create policy phone_bindings_are_erased_by_the_registry on registry.phone_bindings for update to campaign_runtime using ((select registry.viewer_sees_all()));
grant select, insert on registry.phone_bindings to campaign_runtime;
grant update (sealed, replaced) on registry.phone_bindings to campaign_runtime;
-- No number key is retired while somebody waits under it.
grant select (number_key_id, consents_from) on registry.phone_bindings to campaign_rekey;
create policy rekeying_sees_who_waits on registry.phone_bindings for select to campaign_rekey using (true);

-- So that a phone can be told that another has taken its place; unknown of phones that were bound before.
alter table signin.citizen_phones add column phone bytea;
-- In the demo the first phone that answers a code is bound.
alter table signin.citizen_codes add column phone bytea;
-- The demo shows what went out (/demo/messages): there alone the code itself is kept, sealed.
alter table signin.citizen_codes add column code bytea;

-- The counter binds through the function below alone.
revoke update, delete on signin.citizen_phones from campaign_signin;

create function signin.counter_binds_through_the_registry() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if current_user = 'campaign_signin' then
    raise exception 'the sign-in binds no phone as the counter does'
      using errcode = '23514', constraint = 'counter_binds_through_the_registry', table = 'citizen_phones', schema = 'signin';
  end if;
  return new;
end
$$;
create trigger counter_binds_through_the_registry before insert on signin.citizen_phones
  for each row when (new.bound_by = 'COUNTER') execute function signin.counter_binds_through_the_registry();
comment on trigger counter_binds_through_the_registry on signin.citizen_phones is 'HUE-1.7: no phone is bound at the counter without its trace, its leaf and the second officer.';

create function registry.bind_citizen_phone(binding uuid, officer text, at timestamptz, number_hashes bytea[], new_phone_hash bytea, new_phone bytea)
  returns table (waits_until timestamptz, to_be_told integer)
  language plpgsql security definer
  set search_path = ''
  as $$
declare
  others bytea[];
  replaces boolean;
begin
  if not registry.viewer_sees_all() then
    raise exception 'only the department binds a phone' using errcode = '42501';
  end if;
  if officer like 'officer:%' and not exists (
    select from registry.proposals p
    where p.act = 'BIND_CITIZEN_PHONE' and p.state = 'CARRIED_OUT' and p.input ->> 'Binding' = binding::text and p.decided_by = officer and p.proposed_by <> officer) then
    raise exception 'a phone is bound by two officers'
      using errcode = '23514', constraint = 'phone_is_bound_by_two_officers', table = 'phone_bindings', schema = 'registry';
  end if;

  perform 1 from signin.citizen_phones p where p.number_hash = any (number_hashes) order by p.number_hash for update;
  select count(*) > 0, coalesce(array_agg(o.phone) filter (where o.phone is not null), '{}') into replaces, others
  from (select distinct on (p.phone_hash) p.phone_hash, p.phone from signin.citizen_phones p
        where p.number_hash = any (number_hashes) and p.phone_hash <> new_phone_hash order by p.phone_hash, p.phone nulls last) o;

  update registry.phone_bindings b
  set sealed = null, bound_by = officer, bound_at = at, consents_from = case when replaces then at + interval '24 hours' end, replaced = others
  where b.id = binding and b.bound_at is null;
  if not found then
    raise exception 'a phone is bound once' using errcode = '23514', constraint = 'phone_is_bound_once', table = 'phone_bindings', schema = 'registry';
  end if;

  insert into signin.citizen_phones as p (number_hash, phone_hash, bound_at, bound_by, phone) values (number_hashes[1], new_phone_hash, at, 'COUNTER', new_phone)
  on conflict (number_hash) do update set phone_hash = excluded.phone_hash, bound_at = excluded.bound_at, bound_by = excluded.bound_by, phone = excluded.phone;
  return query select case when replaces then at + interval '24 hours' end, cardinality(others);
end
$$;
comment on function registry.bind_citizen_phone(uuid, text, timestamptz, bytea[], bytea, bytea) is
  'HUE-1.7: binds a phone to a number: by the department''s system, or by an officer as the approval of another''s proposal (phone_is_bound_by_two_officers). Tells which phones it replaced.';
revoke execute on function registry.bind_citizen_phone(uuid, text, timestamptz, bytea[], bytea, bytea) from public;
grant execute on function registry.bind_citizen_phone(uuid, text, timestamptz, bytea[], bytea, bytea) to campaign_runtime;

-- Whose phone was replaced need not be known to the registry as a person: the message says which binding it tells of, and the phone is found there.
alter table registry.messages drop constraint message_has_its_recipient;
alter table registry.messages add constraint message_has_its_recipient check (
  ((recipient = 'CITIZEN' and kind <> 'PHONE_REPLACED') = (person_id is not null)) and ((recipient = 'PROVIDER') = (provider_id is not null)));

alter table registry.reads drop constraint read_is_of_a_known_act;
alter table registry.reads add constraint read_is_of_a_known_act check (act in (
  'ISSUANCES', 'ISSUANCE', 'NEEDS', 'NEED', 'NEED_FOLLOWED', 'VIOLATIONS', 'LOOKUPS', 'CITIZEN_LOOKUPS', 'LOOKUPS_BY', 'DATA_REQUESTS', 'EXPORT', 'PHONE_BOUND',
  'SAME_PERSONS', 'NUMBERS', 'REPORTS', 'REPORT_PHOTO', 'PHONE_PROPOSED'));

-- ---------- A new phone consents to nothing for a day ----------

create function registry.new_phone_consents_to_nothing() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if exists (
    select from registry.phone_bindings b where b.number_hash = any (registry.viewer_key_hashes()) and b.consents_from > registry.registry_now()) then
    raise exception 'a phone that replaced another consents to nothing for 24 hours'
      using errcode = '23514', constraint = 'new_phone_consents_to_nothing', table = tg_table_name, schema = 'registry';
  end if;
  return new;
end
$$;
create trigger new_phone_consents_to_no_switch before insert on registry.switch_consents
  for each row execute function registry.new_phone_consents_to_nothing();
comment on trigger new_phone_consents_to_no_switch on registry.switch_consents is 'HUE-1.2: the citizen''s login consents to nothing for 24 hours after the phone was replaced.';
create trigger new_phone_registers_no_need before insert on registry.needs
  for each row execute function registry.new_phone_consents_to_nothing();
comment on trigger new_phone_registers_no_need on registry.needs is 'HUE-1.2: nor does it ask a provider for help, for a certificate may follow from it.';

-- ---------- An end, and whether the citizen asked for it ----------

create table registry.end_consents (
  id            uuid primary key,
  person_id     uuid not null references registry.persons,
  issuance_id   uuid not null,
  provider_id   smallint not null references registry.providers, -- the certificate's own
  code_key_id   smallint not null,
  code_hash     bytea not null check (octet_length(code_hash) = 32),
  consented_at  timestamptz not null,
  expires_at    timestamptz not null check (expires_at > consented_at),
  wrong_tries   smallint not null default 0 constraint end_consent_allows_5_tries check (wrong_tries between 0 and 5),
  used_at       timestamptz check (used_at < expires_at),
  voided_at     timestamptz,
  constraint end_consent_is_used_or_void check (used_at is null or voided_at is null),
  constraint end_consent_is_of_one_issuance unique (id, issuance_id),
  foreign key (person_id, issuance_id) references registry.issuances
);
comment on table registry.end_consents is 'HUE-1.2: a citizen agrees to the end of a certificate, with a code that works once.';
create unique index one_open_consent_to_an_end on registry.end_consents (issuance_id) where used_at is null and voided_at is null;
comment on index registry.one_open_consent_to_an_end is 'HUE-1.2: a new code voids the old; each is used once.';
create trigger new_phone_consents_to_no_end before insert on registry.end_consents
  for each row execute function registry.new_phone_consents_to_nothing();
comment on trigger new_phone_consents_to_no_end on registry.end_consents is 'HUE-1.2: the citizen''s login consents to no end for 24 hours after the phone was replaced.';

alter table registry.end_consents enable row level security;
create policy own_end_consents_are_seen on registry.end_consents for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = any ((select registry.viewer_persons())::uuid[]));
create policy own_end_consents_are_given on registry.end_consents for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[]));
create policy own_end_consents_are_tried_and_voided on registry.end_consents for update to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = any ((select registry.viewer_persons())::uuid[]));
grant select, insert on registry.end_consents to campaign_runtime;
grant update (wrong_tries, used_at, voided_at) on registry.end_consents to campaign_runtime;
grant select (code_key_id, used_at, voided_at, expires_at) on registry.end_consents to campaign_rekey;
create policy rekeying_sees_open_codes on registry.end_consents for select to campaign_rekey using (true);

-- Every end by a provider. Without the citizen's code the citizen is told in this transaction, and may deny for 30 days to have asked; the end stands either way.
create table registry.provider_ends (
  issuance_id uuid constraint one_end_per_issuance primary key,
  person_id   uuid not null references registry.persons,
  campaign_id integer not null references registry.campaigns,
  provider_id smallint not null references registry.providers,
  told_at     timestamptz not null, -- when the end reached the registry, whatever time it was said to have
  consent_id  uuid constraint end_spends_one_consent unique,
  denied_at   timestamptz,
  constraint end_spends_its_own_consent foreign key (consent_id, issuance_id) references registry.end_consents (id, issuance_id),
  constraint consented_end_is_not_denied check (denied_at is null or consent_id is null),
  constraint end_is_denied_within_30_days check (denied_at is null or (denied_at >= told_at and denied_at < told_at + interval '30 days')),
  foreign key (person_id, issuance_id) references registry.issuances
);
comment on table registry.provider_ends is 'HUE-1.5: ends by providers: by the citizen''s code or without, and whether the citizen says not to have asked.';
comment on constraint end_is_denied_within_30_days on registry.provider_ends is 'HUE-1.5: the citizen may say "I did not ask" in [told, told + 30 days) → EndNotDeniable.';
create index provider_ends_denied on registry.provider_ends (denied_at) where denied_at is not null;
comment on index registry.provider_ends_denied is 'HUE-5.1: ends that citizens did not ask for, for what is made of them.';
create index provider_ends_by_person on registry.provider_ends (person_id);
comment on index registry.provider_ends_by_person is 'HUE-1.5: what the citizen may still deny, on the citizen''s own page.';

create function registry.end_is_denied_once() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if old.denied_at is not null then
    raise exception 'a denial stands' using errcode = '23514', constraint = 'end_is_denied_once', table = 'provider_ends', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger end_is_denied_once before update on registry.provider_ends for each row execute function registry.end_is_denied_once();
comment on trigger end_is_denied_once on registry.provider_ends is 'HUE-1.5: what a citizen said of an end is history.';

alter table registry.provider_ends enable row level security;
create policy own_ends_are_seen on registry.provider_ends for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()) or person_id = any ((select registry.viewer_persons())::uuid[]));
create policy own_ends_are_written on registry.provider_ends for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
create policy own_ends_are_denied on registry.provider_ends for update to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[]));
grant select, insert on registry.provider_ends to campaign_runtime;
grant update (denied_at) on registry.provider_ends to campaign_runtime;

alter table registry.violations drop constraint violation_is_of_a_known_kind;
alter table registry.violations add constraint violation_is_of_a_known_kind check (kind in (
  'DUPLICATE_ATTEMPT', 'LATE_RECORD', 'RECORD_WITHOUT_CHECK', 'NEED_LAPSED', 'SUPPORT_NOT_COMPLETED', 'NEVER_ACTIVATED', 'CHECKS_WITHOUT_ISSUANCE',
  'MANY_NEEDS_ONE_PHONE', 'SHARED_RECIPIENT', 'RECIPIENT_NOT_HOLDER', 'CONTRACT_NUMBER_REUSED', 'DOSSIER_INCOMPLETE', 'NOT_REVOKED_IN_TIME', 'KEY_REUSED',
  'UNRECORDED_CERTIFICATE', 'FREE_PERIOD_BREACH', 'POSSIBLE_SAME_PERSON', 'EXPIRED_BADGE_SHOWN', 'CITIZEN_REPORT', 'END_NOT_ASKED_FOR'));
