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
  constraint account_is_of_one_kind check (case kind
    when 'STAFF' then provider_code is not null and staff_reference is not null and role is null
    when 'ADMINISTRATOR' then provider_code is not null and staff_reference is null and role is null
    else provider_code is null and staff_reference is null and role is not null end)
);
comment on constraint account_is_of_one_kind on signin.accounts is 'An account is a provider''s member of staff, a provider''s administrator or an officer, and never two of them: no officer belongs to a provider.';
comment on constraint one_account_per_user_name on signin.accounts is 'A user name means one person for ever.';
create unique index one_account_per_staff_member on signin.accounts (provider_code, staff_reference) where active_to is null and kind = 'STAFF';
comment on index signin.one_account_per_staff_member is 'A member of staff has one account that has no end.';

-- RFC 6238. The secret is sealed (AES-256-GCM, bound to its account); last_step makes each code good once.
create table signin.second_factors (
  account_id   uuid primary key references signin.accounts,
  key_id       smallint not null,
  secret       bytea not null,
  made_at      timestamptz not null,
  confirmed_at timestamptz,
  last_step    bigint not null default 0
);

-- What an administrator hands to a person once, by which a password is chosen. The code itself is nowhere.
create table signin.setup_codes (
  id         uuid primary key,
  account_id uuid not null references signin.accounts,
  code_hash  bytea not null constraint one_setup_code_per_hash unique check (octet_length(code_hash) = 32),
  issued_by  text not null check (length(issued_by) between 1 and 200),
  issued_at  timestamptz not null,
  expires_at timestamptz not null check (expires_at > issued_at),
  used_at    timestamptz
);
create index setup_codes_by_account on signin.setup_codes (account_id);

-- How often somebody tried in vain, and from when on the next try is heard. The key is a keyed hash of what is counted: a name, an address, both.
create table signin.attempts (
  key      bytea primary key check (octet_length(key) = 32),
  failures integer not null check (failures > 0),
  last_at  timestamptz not null,
  retry_at timestamptz not null
);

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
create index sessions_by_device on signin.sessions (device_id) where ended_at is null;

grant select, insert, update, delete on signin.accounts, signin.second_factors, signin.setup_codes, signin.attempts, signin.devices, signin.sessions
  to campaign_signin;
