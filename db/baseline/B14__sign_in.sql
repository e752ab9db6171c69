-- Who may sign in: systems, staff, officers and citizens. In a schema and under a role of their own (I9). Instants come from the host's clock: the clock that decides between
-- providers is not this schema's.

create schema signin;
grant usage on schema signin to campaign_signin, campaign_runtime, campaign_retention, campaign_rekey;

-- ---------- OpenIddict's tables ----------

-- OpenIddict's tables, in a schema and under a role of their own (I9). Access tokens are not stored; the last two tables are for the sign-in of people.

create table signin.applications (
  id                        text primary key,
  application_type          varchar(50),
  client_id                 varchar(100) constraint one_application_per_client unique,
  client_secret             text,
  client_type               varchar(50),
  concurrency_token         varchar(50),
  consent_type              varchar(50),
  display_name              text,
  display_names             text,
  json_web_key_set          text,
  permissions               text,
  post_logout_redirect_uris text,
  properties                text,
  redirect_uris             text,
  requirements              text,
  settings                  text
);

grant select, insert, update, delete on signin.applications to campaign_signin;

create table signin.scopes (
  id                text primary key,
  concurrency_token varchar(50),
  description       text,
  descriptions      text,
  display_name      text,
  display_names     text,
  name              varchar(200) constraint one_scope_per_name unique,
  properties        text,
  resources         text
);

grant select, insert, update, delete on signin.scopes to campaign_signin;

create table signin.authorizations (
  id                text primary key,
  application_id    text references signin.applications (id),
  concurrency_token varchar(50),
  creation_date     timestamptz,
  properties        text,
  scopes            text,
  status            varchar(50),
  subject           varchar(400),
  type              varchar(50)
);
create index authorizations_by_application on signin.authorizations (application_id, status, subject, type);
comment on index signin.authorizations_by_application is 'OpenIddict''s look-up of a client''s authorizations.';

grant select, insert, update, delete on signin.authorizations to campaign_signin;

create table signin.tokens (
  id                text primary key,
  application_id    text references signin.applications (id),
  authorization_id  text references signin.authorizations (id),
  concurrency_token varchar(50),
  creation_date     timestamptz,
  expiration_date   timestamptz,
  payload           text,
  properties        text,
  redemption_date   timestamptz,
  reference_id      varchar(100) constraint one_token_per_reference unique,
  status            varchar(50),
  subject           varchar(400),
  type              varchar(150)
);
create index tokens_by_application on signin.tokens (application_id, status, subject, type);
comment on index signin.tokens_by_application is 'OpenIddict''s look-up of a client''s tokens.';
create index tokens_by_authorization on signin.tokens (authorization_id);
comment on index signin.tokens_by_authorization is 'Tokens of an authorization.';

grant select, insert, update, delete on signin.tokens to campaign_signin;

-- ---------- Systems ----------

-- How systems sign in: public keys (private_key_jwt) and secrets, several of each, dated, so that they change without downtime; and clients that are opened and ended.
-- They stand in the sign-in's schema, which checks them. The registry writes them, in the transaction of the journal's leaf, and sees no secret's hash.

create table signin.client_credentials (
  id          uuid primary key,
  client_id   text not null references registry.clients,
  kind        text not null constraint credential_is_a_key_or_a_secret check (kind in ('KEY', 'SECRET')),
  key_id      text check (length(key_id) between 1 and 100),
  thumbprint  bytea check (octet_length(thumbprint) = 32), -- of the key, RFC 7638
  public_key  text check (length(public_key) <= 4000),     -- a JWK without any private member
  secret_hash text check (length(secret_hash) <= 500),     -- slow and salted
  valid_from  timestamptz not null,
  valid_to    timestamptz,                                 -- exclusive
  added_at    timestamptz not null,
  added_by    text not null check (length(added_by) between 1 and 200),
  ended_by    text check (length(ended_by) between 1 and 200),
  constraint credential_is_of_one_kind check (case kind
    when 'KEY' then key_id is not null and thumbprint is not null and public_key is not null and secret_hash is null
    else key_id is null and thumbprint is null and public_key is null and secret_hash is not null end),
  constraint credential_ends_after_it_begins check (valid_to >= valid_from),
  constraint one_key_per_id_and_client unique (client_id, key_id),
  constraint one_row_per_key_and_client unique (client_id, thumbprint)
);
comment on table signin.client_credentials is 'What a system signs in with. Good in [valid_from, valid_to).';
comment on constraint one_key_per_id_and_client on signin.client_credentials is 'A key id means one key of its client for ever, whether ended or not.';
comment on constraint one_row_per_key_and_client on signin.client_credentials is 'A key that was ended does not come back under another id.';
create index client_credentials_by_client on signin.client_credentials (client_id, kind);
comment on index signin.client_credentials_by_client is 'The few that a sign-in looks at.';

-- An end may be brought forward and never put off.
create function signin.credential_ends_once() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if old.valid_to is not null and (new.valid_to is null or new.valid_to > old.valid_to or old.valid_to <= registry.registry_now()) then
    raise exception 'an end is not put off' using errcode = '23514', constraint = 'credential_ends_once', table = 'client_credentials', schema = 'signin';
  end if;
  return new;
end
$$;
create trigger credential_ends_once before update of valid_to on signin.client_credentials
  for each row when (old.valid_to is distinct from new.valid_to) execute function signin.credential_ends_once();
comment on trigger credential_ends_once on signin.client_credentials is 'What was given up, as stolen perhaps, does not come back.';

-- The client is locked before its ways in are looked at, so that of two ends at once the second sees the first.
create function signin.client_keeps_a_way_in() returns trigger
  language plpgsql security definer
  set search_path = ''
  as $$
declare
  ended timestamptz;
begin
  select c.ended_at into ended from registry.clients c where c.client_id = new.client_id for update;
  if ended is null and not coalesce((
    select range_agg(tstzrange(k.valid_from, k.valid_to)) @> tstzrange(registry.registry_now(), null)
    from signin.client_credentials k where k.client_id = new.client_id), false) then
    raise exception 'a client keeps a way in' using errcode = '23514', constraint = 'client_keeps_a_way_in', table = 'client_credentials', schema = 'signin';
  end if;
  return null;
end
$$;
revoke execute on function signin.client_keeps_a_way_in() from public;
create trigger client_keeps_a_way_in after insert or update on signin.client_credentials
  for each row execute function signin.client_keeps_a_way_in();
comment on trigger client_keeps_a_way_in on signin.client_credentials is
  'At each instant from now on a client that has not ended has a key or a secret: nobody is locked out by a slip, and an end on purpose is the client''s.';

alter table signin.client_credentials enable row level security;
create policy sign_in_checks_all on signin.client_credentials for select to campaign_signin using (true);
create policy credentials_are_the_providers_own on signin.client_credentials to campaign_runtime
  using ((select registry.viewer_sees_all())
    or exists (select from registry.clients c where c.client_id = client_credentials.client_id and c.provider_id = (select registry.viewer_provider())))
  with check ((select registry.viewer_sees_all())
    or exists (select from registry.clients c where c.client_id = client_credentials.client_id and c.provider_id = (select registry.viewer_provider())));
grant select on signin.client_credentials to campaign_signin;
grant insert on signin.client_credentials to campaign_runtime;
grant select (id, client_id, kind, key_id, thumbprint, public_key, valid_from, valid_to, added_at, added_by, ended_by) on signin.client_credentials to campaign_runtime;
grant update (valid_to, ended_by) on signin.client_credentials to campaign_runtime;

-- Assertions that were used, until they expire: each is good once.
create table signin.used_assertions (
  client_id  text not null,
  jti_hash   bytea not null check (octet_length(jti_hash) = 32),
  expires_at timestamptz not null,
  constraint an_assertion_is_used_once primary key (client_id, jti_hash)
);
comment on constraint an_assertion_is_used_once on signin.used_assertions is 'A client assertion that comes twice is refused, whichever host it comes to.';
create index used_assertions_by_end on signin.used_assertions (expires_at);
comment on index signin.used_assertions_by_end is 'What has expired is deleted by those that come after.';

grant select, insert, update, delete on signin.used_assertions to campaign_signin;

-- What OpenIddict keeps of a client; a secret's or key's check is the registry's own.
create function signin.make_application(client_id text, scopes text[]) returns void
  language plpgsql security definer
  set search_path = ''
  as $$
begin
  if not exists (select from registry.clients c where c.client_id = make_application.client_id and c.provider_id is not null and c.ended_at is null)
    or not scopes <@ array['registry.check', 'registry.record'] then
    raise exception 'no such client may be made' using errcode = '42501';
  end if;
  insert into signin.applications (id, client_id, client_type, concurrency_token, permissions)
  values (gen_random_uuid()::text, make_application.client_id, 'confidential', gen_random_uuid()::text,
    (select to_jsonb(array['ept:token', 'gt:client_credentials'] || array_agg('scp:' || s))::text from unnest(scopes) s));
end
$$;
comment on function signin.make_application(text, text[]) is 'A provider''s client, known to the registry, with a provider''s scopes alone.';
revoke execute on function signin.make_application(text, text[]) from public;
grant execute on function signin.make_application(text, text[]) to campaign_runtime;

-- ---------- People ----------

-- The sign-in of people: their accounts, second factors, set-up codes, devices and sessions, and what was tried in vain. All in the sign-in's schema and under its
-- role (I9). Instants come from the host's clock: the clock that decides between providers is not this schema's. No citizen stands here.

create table signin.accounts (
  id              uuid primary key,
  -- Never given to a second person: it stands in the journal under what its bearer did.
  user_name       text not null constraint one_account_per_user_name unique
                  constraint user_name_is_plain check (user_name ~ '^[a-z0-9][a-z0-9._-]{2,79}$'),
  kind            text not null check (kind in ('STAFF', 'ADMINISTRATOR', 'OFFICER')),
  provider_code   text,
  staff_reference text check (length(staff_reference) between 1 and 100),
  role            text check (role in ('VIEWER', 'REVIEWER', 'ADMINISTRATOR')),
  -- Null until its bearer has chosen a password with a set-up code.
  password_hash   text,
  active_from     timestamptz not null,
  active_to       timestamptz check (active_to >= active_from),
  demo            boolean not null default false,
  -- The period of service that a staff account is for. A reference may be given anew once its bearer has left; the account of who left never comes back with it.
  staff_id        uuid,
  constraint account_is_of_one_kind check (case kind
    when 'STAFF' then provider_code is not null and staff_reference is not null and role is null
    when 'ADMINISTRATOR' then provider_code is not null and staff_reference is null and role is null
    else provider_code is null and staff_reference is null and role is not null end),
  constraint only_staff_serve check (staff_id is null or kind = 'STAFF')
);
comment on constraint account_is_of_one_kind on signin.accounts is 'An account is a provider''s member of staff, a provider''s administrator or an officer, and never two of them: no officer belongs to a provider.';
comment on constraint one_account_per_user_name on signin.accounts is 'A user name means one person for ever.';
comment on constraint only_staff_serve on signin.accounts is 'HUE-3.1: a staff account is for one period of service, and ends with it.';
create unique index one_account_per_staff_member on signin.accounts (provider_code, staff_reference) where active_to is null and kind = 'STAFF';
comment on index signin.one_account_per_staff_member is 'A member of staff has one account that has no end.';

-- Somebody must be able to open accounts. Each end, each change of a role waits for the others before it counts, so that of two administrators who end each other at
-- once one stays. One who never chose a password is not counted.
create function signin.last_administrator_stays() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('signin.last_administrator_stays', 0));
  if not exists (
    select from signin.accounts a
    where a.id <> old.id and a.kind = 'OFFICER' and a.role = 'ADMINISTRATOR' and a.active_to is null and a.password_hash is not null) then
    raise exception 'the last administrator stays' using errcode = '23514', constraint = 'last_administrator_stays', table = 'accounts', schema = 'signin';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end
$$;
create trigger last_administrator_stays before update of role, active_to, kind, password_hash on signin.accounts
  for each row when (old.kind = 'OFFICER' and old.role = 'ADMINISTRATOR' and old.active_to is null and old.password_hash is not null
    and (new.kind <> 'OFFICER' or new.role is distinct from 'ADMINISTRATOR' or new.active_to is not null or new.password_hash is null))
  execute function signin.last_administrator_stays();
comment on trigger last_administrator_stays on signin.accounts is 'One administrator of the department always can sign in → LastAdministrator.';
create trigger last_administrator_is_not_deleted before delete on signin.accounts
  for each row when (old.kind = 'OFFICER' and old.role = 'ADMINISTRATOR' and old.active_to is null and old.password_hash is not null)
  execute function signin.last_administrator_stays();

grant select, insert, update, delete on signin.accounts to campaign_signin;

-- RFC 6238. The secret is sealed (AES-256-GCM, bound to its account); last_step makes each code good once.
create table signin.second_factors (
  account_id   uuid primary key references signin.accounts,
  key_id       smallint not null,
  secret       bytea not null,
  made_at      timestamptz not null,
  confirmed_at timestamptz,
  last_step    bigint not null default 0
);

grant select, insert, update, delete on signin.second_factors to campaign_signin;

-- What an administrator hands to a person once, by which a password is chosen. The code itself is nowhere.
create table signin.setup_codes (
  id           uuid primary key,
  account_id   uuid not null references signin.accounts,
  code_hash    bytea not null constraint one_setup_code_per_hash unique check (octet_length(code_hash) = 32),
  issued_by    text not null check (length(issued_by) between 1 and 200),
  issued_at    timestamptz not null,
  expires_at   timestamptz not null check (expires_at > issued_at),
  used_at      timestamptz,
  -- A set-up code is a way to become somebody. One that an officer issues for an officer is good once another administrator has confirmed it, or one person alone could
  -- become two officers and approve what he or she proposed.
  needs_second boolean not null default false,
  confirmed_by text,
  confirmed_at timestamptz,
  constraint second_administrator_confirms check (confirmed_by <> issued_by),
  constraint confirmed_code_says_when check ((confirmed_by is null) = (confirmed_at is null))
);
comment on constraint second_administrator_confirms on signin.setup_codes is 'HUE-5.3: four eyes; who issues a code for an officer does not confirm it → SecondAdministratorNeeded.';
create index setup_codes_by_account on signin.setup_codes (account_id);
comment on index signin.setup_codes_by_account is 'Set-up codes of an account.';

grant select, insert, update, delete on signin.setup_codes to campaign_signin;

-- How often somebody tried in vain, and from when on the next try is heard. The key is a keyed hash of what is counted: a name, an address, both.
create table signin.attempts (
  key      bytea primary key check (octet_length(key) = 32),
  failures integer not null check (failures > 0),
  last_at  timestamptz not null,
  retry_at timestamptz not null
);

grant select, insert, update, delete on signin.attempts to campaign_signin;

create table signin.devices (
  id            uuid primary key,
  account_id    uuid not null references signin.accounts,
  public_key    bytea not null check (octet_length(public_key) between 60 and 200),
  label         text not null check (length(label) between 1 and 100),
  registered_at timestamptz not null,
  ended_at      timestamptz check (ended_at >= registered_at)
);
create unique index one_account_per_device on signin.devices (public_key) where ended_at is null;
comment on index signin.one_account_per_device is 'A device (the key that it made) belongs to one account at a time.';
create index devices_by_account on signin.devices (account_id);
comment on index signin.devices_by_account is 'Devices of an account.';
create index devices_by_key on signin.devices (substring(sha256(public_key) from 1 for 16));
comment on index signin.devices_by_key is 'HUE-3.1: whose device has signed a badge.';

grant select, insert, update, delete on signin.devices to campaign_signin;

-- A session begins with a sign-in. The cookie carries a secret whose hash is here; tokens carry its id. A session that has ended ends both.
create table signin.sessions (
  id            uuid primary key,
  account_id    uuid not null references signin.accounts,
  secret_hash   bytea not null constraint one_session_per_secret unique check (octet_length(secret_hash) = 32),
  created_at    timestamptz not null,
  last_seen_at  timestamptz not null check (last_seen_at >= created_at),
  expires_at    timestamptz not null check (expires_at > created_at),
  idle          interval not null check (idle > interval '0'),
  second_factor boolean not null,
  address       text not null check (length(address) between 1 and 64),
  label         text not null check (length(label) between 1 and 100),
  device_id     uuid references signin.devices,
  ended_at      timestamptz check (ended_at >= created_at)
);
create index sessions_by_account on signin.sessions (account_id) where ended_at is null;
comment on index signin.sessions_by_account is 'Open sessions of an account.';
create index sessions_by_device on signin.sessions (device_id) where ended_at is null;
comment on index signin.sessions_by_device is 'Open sessions of a device.';

grant select, insert, update, delete on signin.sessions to campaign_signin;

-- What happened at the sign-in. Rows are only added; what has grown old is for retention. No password, no code, no citizen, no citizen's phone.
create table signin.events (
  id         uuid primary key,
  at         timestamptz not null,
  kind       text not null constraint event_is_of_a_known_kind check (kind in (
    'SIGNED_IN', 'SIGN_IN_FAILED', 'SIGN_IN_SLOWED', 'SECOND_FACTOR_ENROLLED', 'SECOND_FACTOR_FAILED', 'SIGNED_OUT', 'SESSION_ENDED', 'PASSWORD_CHANGED',
    'SETUP_CODE_ISSUED', 'SETUP_CODE_CONFIRMED', 'SETUP_CODE_USED', 'SETUP_CODE_FAILED', 'ACCOUNT_OPENED', 'ROLE_CHANGED', 'ACCOUNT_ENDED', 'DEVICE_BOUND',
    'DEVICE_ENDED', 'REFRESH_REPLAYED')),
  account_id uuid references signin.accounts,
  -- Of a name that is nobody's: by it many tries at one name are seen to be at one name.
  name_hash  bytea check (octet_length(name_hash) = 32),
  -- The account or client that did it, when that is another than the account itself.
  actor      text check (length(actor) between 1 and 200),
  network    text not null check (length(network) between 1 and 64),
  constraint event_is_about_an_account_or_a_name check (account_id is null or name_hash is null)
);
comment on table signin.events is 'ASVS V16.3: what happened at the sign-in, to whom, from which network.';
create index events_by_account on signin.events (account_id, at desc, id desc) where account_id is not null;
comment on index signin.events_by_account is 'What one person, or the administrator, is shown.';
create index events_by_time on signin.events (at desc, id desc);
comment on index signin.events_by_time is 'What the department''s administrators review, and what has grown old.';

grant select, insert on signin.events to campaign_signin;

-- Who administers accounts, and what the sign-in writes down. Accounts are the sign-in's (I9); what is done to them is an authoritative change (I10), so its leaf is
-- written in the same transaction, through one function that can write such leaves and nothing else.

-- The one thing that the sign-in may write into the registry.
create function signin.journal_of_accounts(at timestamptz, kind text, subject_id uuid, actor text, payload text, salt bytea, leaf_hash bytea) returns void
  language plpgsql security definer
  set search_path = ''
  as $$
begin
  if kind is null or kind not in (
    'ACCOUNT_OPENED', 'ACCOUNT_ENDED', 'OFFICER_ROLE_CHANGED', 'SETUP_CODE_ISSUED', 'SETUP_CODE_CONFIRMED', 'DEVICE_ENDED', 'CITIZEN_PHONE_BOUND') then
    raise exception 'the sign-in writes no % into the journal', kind using errcode = '42501';
  end if;
  insert into registry.journal (at, kind, subject_id, actor, payload, salt, leaf_hash) values (at, kind, subject_id, actor, payload, salt, leaf_hash);
end
$$;
comment on function signin.journal_of_accounts(timestamptz, text, uuid, text, text, bytea, bytea) is
  'I10: what is done to an account is in the journal, in the same transaction; the sign-in writes no other leaf.';
revoke execute on function signin.journal_of_accounts(timestamptz, text, uuid, text, text, bytea, bytea) from public;
grant execute on function signin.journal_of_accounts(timestamptz, text, uuid, text, text, bytea, bytea) to campaign_signin;

-- ---------- Citizens ----------

-- Citizens' sign-in by a one-time code (ADR 0014). Numbers, phones and codes stand here as keyed hashes and as one ciphertext alone (I11); rows older than a day serve
-- nothing and may be deleted by the sign-in's role.

create table signin.citizen_codes (
  id          uuid primary key,
  number_hash bytea not null check (octet_length(number_hash) = 32),
  phone_hash  bytea not null check (octet_length(phone_hash) = 32),
  -- Null when no code was sent: the phone is not the number's. Whoever asked is told nothing of it.
  code_hash   bytea check (octet_length(code_hash) = 32),
  key_id      smallint not null,
  number      bytea not null,
  tries       smallint not null default 0 constraint a_code_has_five_tries check (tries between 0 and 5),
  made_at     timestamptz not null,
  expires_at  timestamptz not null check (expires_at > made_at),
  used_at     timestamptz
);
comment on constraint a_code_has_five_tries on signin.citizen_codes is 'A one-time code can be guessed at five times.';
create index citizen_codes_by_age on signin.citizen_codes (made_at);
comment on index signin.citizen_codes_by_age is 'HUE-1.7: codes that have grown old.';

grant select, insert, update, delete on signin.citizen_codes to campaign_signin;

-- Whose phone a number's is. Never changed by a sign-in.
create table signin.citizen_phones (
  number_hash bytea constraint one_phone_per_number primary key check (octet_length(number_hash) = 32),
  phone_hash  bytea not null check (octet_length(phone_hash) = 32),
  bound_at    timestamptz not null,
  bound_by    text not null check (bound_by in ('COUNTER', 'FIRST_SEEN'))
);
comment on constraint one_phone_per_number on signin.citizen_phones is 'A number has one phone; a sign-in with another gets no code.';

grant select, insert, update, delete on signin.citizen_phones to campaign_signin;
