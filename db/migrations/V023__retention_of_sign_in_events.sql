-- What happened at the sign-in is kept for a year, and goes then by the retention like the rest that the sign-in leaves behind.

alter table registry.retention_terms drop constraint retention_is_of_a_known_subject;
alter table registry.retention_terms add constraint retention_is_of_a_known_subject check (subject in (
  'READS', 'CITIZEN_ASKS', 'NEED_CONTACTS', 'MESSAGES', 'SIGN_IN_CODES', 'SIGN_IN_ATTEMPTS', 'SIGN_IN_SESSIONS', 'SIGN_IN_TOKENS', 'SET_UP_CODES', 'SIGN_IN_EVENTS'));
insert into registry.retention_terms (subject, effective_from, kept, clause, why) values
  ('SIGN_IN_EVENTS', '2026-01-01', interval '1 year', 'HUE-1.7', 'What happened at the sign-in, from then on: to look into misuse that is found late.');

create function signin.keep_event_for_its_term() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if not coalesce(old.at < registry.retention_bound('SIGN_IN_EVENTS'), false) then
    raise exception 'a row within its term is kept'
      using errcode = '23514', constraint = 'kept_for_its_term', table = tg_table_name, schema = tg_table_schema;
  end if;
  return old;
end
$$;
create trigger kept_for_its_term before delete on signin.events
  for each row when (current_user = 'campaign_retention') execute function signin.keep_event_for_its_term();
