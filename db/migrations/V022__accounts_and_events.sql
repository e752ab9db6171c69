-- Who administers accounts, and what the sign-in writes down. Accounts are the sign-in's (I9); what is done to them is an authoritative change (I10), so its leaf is
-- written in the same transaction, through one function that can write such leaves and nothing else.

-- The period of service that a staff account is for. A reference may be given anew once its bearer has left; the account of who left never comes back with it.
alter table signin.accounts add column staff_id uuid;
alter table signin.accounts add constraint only_staff_serve check (staff_id is null or kind = 'STAFF');
comment on constraint only_staff_serve on signin.accounts is 'HUE-3.1: a staff account is for one period of service, and ends with it.';

-- A set-up code is a way to become somebody. One that an officer issues for an officer is good once another administrator has confirmed it, or one person alone could
-- become two officers and approve what he or she proposed.
alter table signin.setup_codes
  add column needs_second boolean not null default false,
  add column confirmed_by text,
  add column confirmed_at timestamptz,
  add constraint second_administrator_confirms check (confirmed_by <> issued_by),
  add constraint confirmed_code_says_when check ((confirmed_by is null) = (confirmed_at is null));
comment on constraint second_administrator_confirms on signin.setup_codes is 'HUE-5.3: four eyes; who issues a code for an officer does not confirm it → SecondAdministratorNeeded.';

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
create trigger last_administrator_is_not_deleted before delete on signin.accounts
  for each row when (old.kind = 'OFFICER' and old.role = 'ADMINISTRATOR' and old.active_to is null and old.password_hash is not null)
  execute function signin.last_administrator_stays();
comment on trigger last_administrator_stays on signin.accounts is 'One administrator of the department always can sign in → LastAdministrator.';

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
grant usage on schema signin to campaign_retention;
grant select (id, at), delete on signin.events to campaign_retention;

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

-- HUE-1.7: that a phone was bound to the number is a look at the citizen, and the citizen sees it.
alter table registry.reads drop constraint read_is_of_a_known_act;
alter table registry.reads add constraint read_is_of_a_known_act check (act in (
  'ISSUANCES', 'ISSUANCE', 'NEEDS', 'NEED', 'NEED_FOLLOWED', 'VIOLATIONS', 'LOOKUPS', 'CITIZEN_LOOKUPS', 'LOOKUPS_BY', 'DATA_REQUESTS', 'EXPORT', 'PHONE_BOUND'));
