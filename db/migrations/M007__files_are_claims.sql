-- HUE-1.4, HUE-2.3, I2: a file is a provider's claim and binds that provider alone. Before this, a row with an older date took the place of another provider's imported certificate, and a row with
-- two numbers made them one person, so that one provider could take a rival's citizen, or bar a stranger, with a line of text. What was written then stays as it is.

create function registry.first_told_wins() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  raise exception 'a file takes no place that another holds' using errcode = '23514', constraint = 'first_told_wins', table = 'issuances', schema = 'registry';
end
$$;
create trigger first_told_wins before update on registry.issuances
  for each row when (new.end_reason = 'EARLIER_CERTIFICATE' and old.end_reason is distinct from new.end_reason) execute function registry.first_told_wins();
comment on trigger first_told_wins on registry.issuances is 'HUE-1.4: who was told first holds the place, by record or by file; an older date is a claim. Those that ended so before stay history.';

create function registry.no_link_by_a_file() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  raise exception 'a file links no numbers' using errcode = '23514', constraint = 'no_link_by_a_file', table = tg_table_name, schema = 'registry';
end
$$;
create trigger no_link_by_a_file before insert on registry.person_links
  for each row when (new.source = 'IMPORT') execute function registry.no_link_by_a_file();
comment on trigger no_link_by_a_file on registry.person_links is 'I2: what a provider says of two numbers, in a record or a file, links nothing. Links that files made before can be undone.';
create trigger no_case_by_a_file before insert on registry.person_link_cases
  for each row when (new.source = 'IMPORT') execute function registry.no_link_by_a_file();
comment on trigger no_case_by_a_file on registry.person_link_cases is 'I2: nor does it ask for a link.';

-- A date in a file has the bound of a record's (ADR 0036): there was no provider before 2006. Looked at for a whole statement at once, as the opening is.
create function registry.imports_are_of_providers() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if exists (select from written w where w.origin = 'IMPORT' and w.issued_at < timestamptz '2006-01-01 00:00:00+07') then
    raise exception 'made before there was a provider' using errcode = '23514', constraint = 'import_is_not_before_2006', table = 'issuances', schema = 'registry';
  end if;
  return null;
end
$$;
create trigger imports_are_of_providers after insert on registry.issuances referencing new table as written
  for each statement execute function registry.imports_are_of_providers();
comment on trigger imports_are_of_providers on registry.issuances is 'HUE-2.3: no file states a date before 2006 → BEFORE_PROVIDERS, looked for before.';

-- HUE-1.7: what a provider learns of a citizen by a file is a look like any other, and is traced with the part.
alter table registry.reads drop constraint read_is_of_a_known_act;
alter table registry.reads add constraint read_is_of_a_known_act check (act in (
  'ISSUANCES', 'ISSUANCE', 'NEEDS', 'NEED', 'NEED_FOLLOWED', 'VIOLATIONS', 'LOOKUPS', 'CITIZEN_LOOKUPS', 'LOOKUPS_BY', 'DATA_REQUESTS', 'EXPORT', 'PHONE_BOUND',
  'SAME_PERSONS', 'NUMBERS', 'REPORTS', 'REPORT_PHOTO', 'PHONE_PROPOSED', 'IMPORT'));

alter table registry.imports add column goes_on_at timestamptz;
comment on column registry.imports.goes_on_at is 'HUE-1.7: the provider''s numbers of the day are spent; it waits until the next.';
grant update (goes_on_at) on registry.imports to campaign_runtime;
