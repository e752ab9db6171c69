-- What was said of a person is kept for a term, and goes then by the retention (HUE-1.7, law 91/2025): names, birth dates and telephones are kept to find one person behind two
-- numbers (HUE-1.3), and not for ever. Why five years: docs/adr/0020.

alter table registry.retention_terms drop constraint retention_is_of_a_known_subject;
alter table registry.retention_terms add constraint retention_is_of_a_known_subject check (subject in (
  'READS', 'CITIZEN_ASKS', 'NEED_CONTACTS', 'MESSAGES', 'SIGN_IN_CODES', 'SIGN_IN_ATTEMPTS', 'SIGN_IN_SESSIONS', 'SIGN_IN_TOKENS', 'SET_UP_CODES', 'SIGN_IN_EVENTS',
  'PERSON_DETAILS'));
insert into registry.retention_terms (subject, effective_from, kept, clause, why) values
  ('PERSON_DETAILS', '2026-01-01', interval '5 years', 'HUE-1.7',
   'What was said of a person, from then on: as the looks, for as long as a second certificate under another number, or a decision on the two, may be brought up.');

create function registry.is_held_for_comparison(of_person uuid) returns boolean
  language plpgsql stable security definer
  set search_path = ''
  as $$
begin
  return exists (select from registry.same_person_pairs p where p.person_a = of_person and p.state = 'OPEN')
    or exists (select from registry.same_person_pairs p where p.person_b = of_person and p.state = 'OPEN');
end
$$;
comment on function registry.is_held_for_comparison(uuid) is 'HUE-1.3: nothing goes by which an officer is yet to compare two persons.';
revoke execute on function registry.is_held_for_comparison(uuid) from public;
grant execute on function registry.is_held_for_comparison(uuid) to campaign_retention;

grant select (person_id, recorded_at, source), delete on registry.person_details to campaign_retention;
create policy retention_sees_old_details on registry.person_details for select to campaign_retention using (
  recorded_at < (select registry.retention_bound('PERSON_DETAILS'))
  and not registry.is_held_for_person(person_id) and not registry.is_held_for_comparison(person_id));
create policy old_details_go on registry.person_details for delete to campaign_retention using (recorded_at < (select registry.retention_bound('PERSON_DETAILS')));
