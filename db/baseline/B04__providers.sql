-- Who takes part, since when, under which licence and by whose hands. All of it dated: a period is half-open, [from, to), and an open one has no end.

create table registry.providers (
  id   smallint generated always as identity primary key,
  code text not null constraint one_provider_per_code unique constraint provider_code_is_plain check (code ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  -- True: a certificate (PEM) whose issuer is none of provider_issuers is refused. False: only one that is another provider's is.
  known_issuers_only boolean not null default true
);

grant select, insert on registry.providers to campaign_runtime;
grant select on registry.providers to campaign_reader;

create table registry.provider_names (
  provider_id smallint not null references registry.providers,
  name        text not null check (length(name) between 1 and 200),
  valid_from  timestamptz not null,
  valid_to    timestamptz check (valid_to > valid_from),
  constraint one_name_at_a_time exclude using gist (provider_id with =, tstzrange(valid_from, valid_to) with &&)
);
comment on constraint one_name_at_a_time on registry.provider_names is 'At any instant a provider has one name.';

-- An open period may be closed; what was is never rewritten.
grant select, insert on registry.provider_names to campaign_runtime;
grant update (valid_to) on registry.provider_names to campaign_runtime;
grant select on registry.provider_names to campaign_reader;

create table registry.provider_issuers (
  provider_id smallint not null references registry.providers,
  issuer_name text not null check (length(issuer_name) between 1 and 200),
  valid_from  timestamptz not null,
  valid_to    timestamptz check (valid_to > valid_from),
  constraint issuer_once_at_a_time exclude using gist (issuer_name with =, tstzrange(valid_from, valid_to) with &&)
);
comment on constraint issuer_once_at_a_time on registry.provider_issuers is 'At any instant an issuer name (common name or organisation in a certificate) is one provider''s alone.';

grant select, insert on registry.provider_issuers to campaign_runtime;
grant update (valid_to) on registry.provider_issuers to campaign_runtime;
grant select on registry.provider_issuers to campaign_reader;

create table registry.participations (
  campaign_id     integer not null references registry.campaigns,
  provider_id     smallint not null references registry.providers,
  joined_at       timestamptz not null,
  ended_at        timestamptz check (ended_at >= joined_at),
  ended_by        text check (ended_by in ('EXCLUDED', 'LEFT')),
  end_reason      text,
  decision_number text,
  needs_released  integer check (needs_released >= 0),
  join_reason     text check (length(join_reason) between 1 and 2000), -- of a provider that was taken back
  join_decision   text check (length(join_decision) between 1 and 200), -- the number of that decision
  constraint participation_ends_for_a_cause check ((ended_at is null) = (ended_by is null)),
  constraint one_participation_at_a_time exclude using gist (campaign_id with =, provider_id with =, tstzrange(joined_at, ended_at) with &&),
  -- A need belongs to one period of participation: when that ends, so does the need.
  constraint one_participation_per_joining unique (campaign_id, provider_id, joined_at)
);
comment on constraint one_participation_at_a_time on registry.participations is 'At any instant a provider takes part in a campaign once or not at all.';

create function registry.excluded_provider_comes_back() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if new.join_reason is null and exists (
    select from registry.participations p where p.campaign_id = new.campaign_id and p.provider_id = new.provider_id and p.ended_by = 'EXCLUDED') then
    raise exception 'an excluded provider comes back by a decision'
      using errcode = '23514', constraint = 'excluded_provider_comes_back_by_a_decision', table = 'participations', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger excluded_provider_comes_back before insert on registry.participations
  for each row execute function registry.excluded_provider_comes_back();
comment on trigger excluded_provider_comes_back on registry.participations is 'HUE-5.3: who was excluded takes part again by a decision that says why, and in a period of its own.';

grant select, insert on registry.participations to campaign_runtime;
grant update (ended_at, ended_by, end_reason, decision_number, needs_released) on registry.participations to campaign_runtime;
grant select on registry.participations to campaign_reader;

-- DT-1: a licence covers one way of keeping the private key. Dates are days in Vietnam; valid_before is the first day on which it no longer holds.
create table registry.licences (
  id           integer generated always as identity primary key,
  provider_id  smallint not null references registry.providers,
  number       text not null check (length(number) between 1 and 100),
  key_storage  text not null check (key_storage in ('USB_TOKEN', 'SIM_PKI', 'REMOTE')),
  issued_on    date not null,
  valid_before date not null,
  withdrawn_on date,
  source       text not null,
  constraint one_licence_per_number unique (provider_id, number, key_storage),
  constraint licence_lasts check (issued_on < valid_before and (withdrawn_on is null or withdrawn_on >= issued_on))
);

grant select, insert on registry.licences to campaign_runtime;
grant update (withdrawn_on) on registry.licences to campaign_runtime;
grant select on registry.licences to campaign_reader;

-- HUE-1.2: a citizen chooses freely, and only a provider's own policy may persuade; DT-5: prices are published. What each provider says of itself, dated; shown on one card each, in
-- an order that is freshly shuffled (HUE-1.1).

create table registry.provider_offers (
  provider_id    smallint not null references registry.providers,
  campaign_id    integer not null references registry.campaigns,
  effective_from timestamptz not null,
  policy_vi      text not null constraint policy_is_short check (length(policy_vi) between 1 and 500),
  policy_en      text not null check (length(policy_en) between 1 and 500),
  yearly_price   integer not null constraint price_is_of_this_world check (yearly_price between 0 and 100000000), -- whole đồng, VAT included, for a year after the free one
  phone          text constraint offer_phone_can_be_called check (phone ~ '^\+?[0-9][0-9 .]{2,28}$'),
  published_by   text not null check (length(published_by) between 1 and 300),
  published_at   timestamptz,
  constraint one_offer_at_a_time primary key (provider_id, campaign_id, effective_from),
  constraint offer_begins_no_earlier_than_it_is_published check (published_at <= effective_from)
);
comment on table registry.provider_offers is 'HUE-1.2, DT-5: a provider''s own policy and its price after the free year. The latest that has begun is in force; earlier ones stay as history.';
comment on constraint one_offer_at_a_time on registry.provider_offers is 'DT-5: at each instant one price is published.';

create trigger what_holds_is_not_rewritten before insert on registry.provider_offers
  for each row execute function registry.begins_after_the_last('provider_id', 'campaign_id');
comment on trigger what_holds_is_not_rewritten on registry.provider_offers is 'DT-5: a price begins after the one before it.';

grant select, insert on registry.provider_offers to campaign_runtime;
grant select on registry.provider_offers to campaign_reader;

-- ---------- Staff ----------

create table registry.staff (
  id          uuid primary key,
  provider_id smallint not null references registry.providers,
  reference   text not null check (length(reference) between 1 and 100),
  full_name   text not null check (length(full_name) between 1 and 200),
  active_from timestamptz not null,
  active_to   timestamptz check (active_to >= active_from),
  constraint staff_reference_is_one_person_at_a_time
    exclude using gist (provider_id with =, reference with =, tstzrange(active_from, active_to) with &&)
);
comment on constraint staff_reference_is_one_person_at_a_time on registry.staff is 'At any instant a provider''s reference means one member of its staff.';
create index staff_by_provider on registry.staff (provider_id, active_from desc, id desc);
comment on index registry.staff_by_provider is 'A provider''s own staff, the latest to begin first.';

-- Whoever has left does not come back: a new period of service is a new row.
create function registry.staff_leave_once() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if old.active_to is not null and (new.active_to is null or new.active_to > old.active_to or old.active_to <= registry.registry_now()) then
    raise exception 'who has left does not come back' using errcode = '23514', constraint = 'staff_leave_once', table = 'staff', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger staff_leave_once before update of active_to on registry.staff
  for each row when (old.active_to is distinct from new.active_to) execute function registry.staff_leave_once();
comment on trigger staff_leave_once on registry.staff is 'HUE-3.1: an end of service is for good.';

-- The end of a period of service removes the photograph in the same transaction, whoever writes the end.
create function registry.photo_goes_with_the_service() returns trigger
  language plpgsql security definer
  set search_path = ''
  as $$
begin
  update registry.staff_photos p set removed_at = greatest(new.active_to, p.set_at), removed_by = 'registry' where p.staff_id = new.id and p.removed_at is null;
  return null;
end
$$;
revoke execute on function registry.photo_goes_with_the_service() from public;
create trigger photo_goes_with_the_service after update of active_to on registry.staff
  for each row when (new.active_to is not null) execute function registry.photo_goes_with_the_service();
comment on trigger photo_goes_with_the_service on registry.staff is 'HUE-1.7: who has left is shown no more, and the photograph goes after its term.';

alter table registry.staff enable row level security;
create policy own_staff_are_seen on registry.staff for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
create policy own_staff_are_added on registry.staff for insert to campaign_runtime with check (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
create policy own_staff_leave on registry.staff for update to campaign_runtime using (
  (select registry.viewer_sees_all()) or provider_id = (select registry.viewer_provider()));
-- The department's analytics read what they could.
create policy analytics_read_staff on registry.staff for select to campaign_reader using (true);
grant select, insert on registry.staff to campaign_runtime;
grant update (active_to) on registry.staff to campaign_runtime;
grant select on registry.staff to campaign_reader;

-- A member of staff may change his or her name; each name holds from an instant on, the latest that has begun is in force. Before the first row, staff.full_name is.
create table registry.staff_names (
  staff_id   uuid not null references registry.staff,
  full_name  text not null check (length(full_name) between 1 and 200),
  valid_from timestamptz not null,
  constraint one_staff_name_at_a_time primary key (staff_id, valid_from)
);
comment on constraint one_staff_name_at_a_time on registry.staff_names is 'HUE-3.1: a member of staff has one name at a time, and keeps the same id and quotas under a new one.';

alter table registry.staff_names enable row level security;
create policy staff_names_are_the_providers_own on registry.staff_names to campaign_runtime
  using ((select registry.viewer_sees_all())
    or exists (select from registry.staff s where s.id = staff_id and s.provider_id = (select registry.viewer_provider())));
create policy staff_names_for_analytics on registry.staff_names for select to campaign_reader using (true);
grant select, insert on registry.staff_names to campaign_runtime;
grant select on registry.staff_names to campaign_reader;

-- A citizen is told which member of a provider's staff looked, by the provider's own reference; the rest of registry.staff is not the citizen's to see.
create function registry.staff_reference(staff_id uuid) returns text
  language sql stable security definer
  set search_path = ''
  as $$ select s.reference from registry.staff s where s.id = staff_reference.staff_id $$;
comment on function registry.staff_reference(uuid) is 'HUE-1.7: the reference alone, for the list of who looked a citizen up.';
revoke execute on function registry.staff_reference(uuid) from public;
grant execute on function registry.staff_reference(uuid) to campaign_runtime;

-- The face behind a badge (HUE-3.1): a provider's administrator sets the photograph of a member of staff, and a citizen who scans the badge compares. It is shown while the
-- badge stands, and goes after the period of service.

create table registry.staff_photos (
  id                uuid primary key,
  staff_id          uuid not null references registry.staff,
  encryption_key_id smallint not null,
  sealed            bytea not null constraint staff_photo_is_of_80_kB_at_most check (octet_length(sealed) between 29 and 80028),
  set_at            timestamptz not null,
  set_by            text not null check (length(set_by) between 1 and 200),
  removed_at        timestamptz check (removed_at >= set_at),
  removed_by        text check (length(removed_by) between 1 and 200),
  constraint removed_photo_says_by_whom check ((removed_at is null) = (removed_by is null))
);
alter table registry.staff_photos alter column sealed set storage external; -- what is sealed does not compress
comment on table registry.staff_photos is 'HUE-3.1: portraits of staff under AES-256-GCM, each bound to the id of its row; the one that is not removed is shown.';
create unique index one_photo_per_staff_member on registry.staff_photos (staff_id) where removed_at is null;
comment on index registry.one_photo_per_staff_member is 'HUE-3.1: a badge shows one face.';
create index staff_photos_that_are_removed on registry.staff_photos (removed_at) where removed_at is not null;
comment on index registry.staff_photos_that_are_removed is 'HUE-1.7: what has grown old.';

create function registry.photo_is_of_active_staff() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if not exists (select from registry.staff s where s.id = new.staff_id and (s.active_to is null or s.active_to > new.set_at)) then
    raise exception 'who has left gets no photograph' using errcode = '23514', constraint = 'photo_is_of_active_staff', table = 'staff_photos', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger photo_is_of_active_staff before insert on registry.staff_photos for each row execute function registry.photo_is_of_active_staff();
comment on trigger photo_is_of_active_staff on registry.staff_photos is 'HUE-3.1: who has left bears no badge.';

create function registry.staff_photo_is_removed_once() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if old.removed_at is not null then
    raise exception 'a removed photograph does not come back' using errcode = '23514', constraint = 'staff_photo_is_removed_once', table = 'staff_photos', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger staff_photo_is_removed_once before update on registry.staff_photos
  for each row when (current_user <> 'campaign_rekey') execute function registry.staff_photo_is_removed_once();
comment on trigger staff_photo_is_removed_once on registry.staff_photos is 'I9: what was removed stays removed.';

alter table registry.staff_photos enable row level security;
create policy own_staffs_photos on registry.staff_photos to campaign_runtime
  using ((select registry.viewer_sees_all()) or exists (select from registry.staff s where s.id = staff_id and s.provider_id = (select registry.viewer_provider())))
  with check ((select registry.viewer_sees_all()) or exists (select from registry.staff s where s.id = staff_id and s.provider_id = (select registry.viewer_provider())));
grant select, insert on registry.staff_photos to campaign_runtime;
grant update (removed_at, removed_by) on registry.staff_photos to campaign_runtime;

-- ---------- Badges ----------

-- HUE-3.1: a citizen scans the QR code that a member of staff shows. The page says whom to call; the code is made by the tablet itself, with the key of the device, so that
-- it needs no network and cannot be fetched ahead; and a code that is first shown after it has run out is looked into.

create table registry.badge_scans (
  badge_hash  bytea primary key check (octet_length(badge_hash) = 32),
  staff_id    uuid not null references registry.staff,
  provider_id smallint not null references registry.providers,
  campaign_id integer not null references registry.campaigns,
  valid_until timestamptz not null,
  scanned_at  timestamptz not null
);
comment on table registry.badge_scans is 'When each staff QR code was first opened. Of codes that the registry''s staff made alone; nothing of who scanned it.';
create index badge_scans_by_time on registry.badge_scans (scanned_at);
comment on index registry.badge_scans_by_time is 'HUE-5.1: what was scanned since the detector last looked; HUE-1.7: what has grown old.';

alter table registry.badge_scans enable row level security;
create policy scans_are_the_registrys on registry.badge_scans to campaign_runtime using ((select registry.viewer_sees_all())) with check ((select registry.viewer_sees_all()));
grant select, insert on registry.badge_scans to campaign_runtime;

-- ---------- Systems ----------

-- Which OAuth client acts for which provider; a client without a provider is the department's.
create table registry.clients (
  client_id   text primary key check (length(client_id) between 1 and 100),
  provider_id smallint references registry.providers,
  demo        boolean not null default false,
  opened_at   timestamptz,
  opened_by   text check (length(opened_by) between 1 and 200),
  ended_at    timestamptz,
  ended_by    text check (length(ended_by) between 1 and 200),
  constraint ended_client_says_by_whom check ((ended_at is null) = (ended_by is null))
);
comment on column registry.clients.opened_at is 'Null for clients that were made before this was written down.';

create function registry.client_ends_once() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if old.ended_at is not null then
    raise exception 'a client that has ended does not come back' using errcode = '23514', constraint = 'client_ends_once', table = 'clients', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger client_ends_once before update on registry.clients
  for each row execute function registry.client_ends_once();
comment on trigger client_ends_once on registry.clients is 'The end of a client is for good: its name means one system for ever.';

grant select, insert on registry.clients to campaign_runtime;
grant update (ended_at, ended_by) on registry.clients to campaign_runtime;
grant select on registry.clients to campaign_reader;
