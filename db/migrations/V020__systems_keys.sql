-- How systems sign in: public keys (private_key_jwt) and secrets, several of each, dated, so that they change without downtime; and clients that are opened and ended.
-- They stand in the sign-in's schema, which checks them. The registry writes them, in the transaction of the journal's leaf, and sees no secret's hash.

alter table registry.clients add column opened_at timestamptz;
alter table registry.clients add column opened_by text check (length(opened_by) between 1 and 200);
alter table registry.clients add column ended_at timestamptz;
alter table registry.clients add column ended_by text check (length(ended_by) between 1 and 200);
alter table registry.clients add constraint ended_client_says_by_whom check ((ended_at is null) = (ended_by is null));
comment on column registry.clients.opened_at is 'Null for clients that were made before this was written down.';
grant update (ended_at, ended_by) on registry.clients to campaign_runtime;

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

-- The secrets of before.
insert into signin.client_credentials (id, client_id, kind, secret_hash, valid_from, added_at, added_by)
select gen_random_uuid(), a.client_id, 'SECRET', a.client_secret, registry.registry_now(), registry.registry_now(), 'migration'
from signin.applications a join registry.clients c on c.client_id = a.client_id where a.client_secret is not null;

grant select on signin.client_credentials to campaign_signin;
grant select, insert, update, delete on signin.used_assertions to campaign_signin;
grant usage on schema signin to campaign_runtime;
grant select (id, client_id, kind, key_id, thumbprint, public_key, valid_from, valid_to, added_at, added_by, ended_by) on signin.client_credentials to campaign_runtime;
grant insert on signin.client_credentials to campaign_runtime;
grant update (valid_to, ended_by) on signin.client_credentials to campaign_runtime;

alter table signin.client_credentials enable row level security;
create policy sign_in_checks_all on signin.client_credentials for select to campaign_signin using (true);
create policy credentials_are_the_providers_own on signin.client_credentials to campaign_runtime
  using ((select registry.viewer_sees_all())
    or exists (select from registry.clients c where c.client_id = client_credentials.client_id and c.provider_id = (select registry.viewer_provider())))
  with check ((select registry.viewer_sees_all())
    or exists (select from registry.clients c where c.client_id = client_credentials.client_id and c.provider_id = (select registry.viewer_provider())));

-- Four eyes on keys: those of clients and the registry's own.
alter table registry.proposals drop constraint proposal_is_of_a_known_act;
alter table registry.proposals add constraint proposal_is_of_a_known_act check (act in ('EXCLUDE_PROVIDER', 'CHANGE_CLIENT_KEY', 'CHANGE_REGISTRY_KEY'));

-- `campaign keys` looks whether two officers have agreed, and whether there are two who could.
grant select (act, subject, state, decided_at) on registry.proposals to campaign_rekey;
create policy rekeying_sees_registry_keys on registry.proposals for select to campaign_rekey using (act = 'CHANGE_REGISTRY_KEY');
grant select (demo) on registry.clients to campaign_rekey;
grant select (kind, role, active_from, active_to) on signin.accounts to campaign_rekey;
