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

-- Whose phone a number's is. Never changed by a sign-in.
create table signin.citizen_phones (
  number_hash bytea constraint one_phone_per_number primary key check (octet_length(number_hash) = 32),
  phone_hash  bytea not null check (octet_length(phone_hash) = 32),
  bound_at    timestamptz not null,
  bound_by    text not null check (bound_by in ('COUNTER', 'FIRST_SEEN'))
);
comment on constraint one_phone_per_number on signin.citizen_phones is 'A number has one phone; a sign-in with another gets no code.';

grant select, insert, update, delete on signin.citizen_codes, signin.citizen_phones to campaign_signin;
