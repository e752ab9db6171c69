-- HUE-5.3: an exclusion is from the campaign that it names, but what it rests on is of the programme: a provider that was excluded from one campaign for what was published could not be excluded from another of the
-- programme on the same grounds, and went on there.
create or replace function registry.grounds_of_exclusion(of_campaign integer, of_provider smallint) returns setof uuid
  language sql stable
  set search_path = ''
  as $$
    select v.id
    from registry.violations v join registry.case_violations cv on cv.violation_id = v.id
    where v.campaign_id in (select c.id from registry.campaigns c where c.programme_id = (select o.programme_id from registry.campaigns o where o.id = of_campaign))
      and v.provider_id = of_provider and v.state = 'PUBLISHED' and exists (
      select from registry.case_minutes m
      where m.case_id = cv.case_id and m.decision_id = (
        select d.id from registry.case_events d where d.case_id = cv.case_id and d.kind = 'DECIDED' order by d.place desc limit 1))
  $$;
comment on function registry.grounds_of_exclusion(integer, smallint) is
  'HUE-5.3: violations of a provider in the programme that it may be excluded for: published, with minutes of the confirmation that stands. The one home of this rule.';

-- DT-3.1: a recipient's name beside "the citizen received it" is looked at too, where the citizen is known by another name.
drop index registry.dossiers_by_recipient;
create index dossiers_by_recipient on registry.dossiers (recipient_key) where recipient_key is not null;
comment on index registry.dossiers_by_recipient is 'DT-3.1: one recipient, many holders.';

-- I2: undoing a link gives each number a place and a free year of its own again, so it takes two officers as the link does, and both phones are told.
alter table registry.proposals drop constraint proposal_is_of_a_known_act;
alter table registry.proposals add constraint proposal_is_of_a_known_act
  check (act in ('EXCLUDE_PROVIDER', 'CHANGE_CLIENT_KEY', 'CHANGE_REGISTRY_KEY', 'REINSTATE_PROVIDER', 'PUBLISH_CASE', 'BIND_CITIZEN_PHONE', 'LINK_NUMBERS', 'LINK_SAME_PERSON', 'UNLINK_NUMBERS'));
alter table registry.proposals drop constraint one_authority_knows_both_officers;
alter table registry.proposals add constraint one_authority_knows_both_officers
  check (act not in ('BIND_CITIZEN_PHONE', 'LINK_NUMBERS', 'LINK_SAME_PERSON', 'UNLINK_NUMBERS') or state <> 'CARRIED_OUT' or decided_by not like 'officer:%'
    or substring(proposed_by from '^officer:([^:]+):') is not distinct from substring(decided_by from '^officer:([^:]+):'));
comment on constraint one_authority_knows_both_officers on registry.proposals is 'HUE-1.7, I2: two persons, not two names → SecondOfficerNeeded.';

create function registry.unlink_takes_two_officers() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if not exists (
    select from registry.proposals p
    where p.act = 'UNLINK_NUMBERS' and p.state = 'CARRIED_OUT' and p.input ->> 'Undone' = new.link_id::text and p.decided_by = new.actor and p.proposed_by <> new.actor) then
    raise exception 'two officers undo a link' using errcode = '23514', constraint = 'unlink_takes_two_officers', table = 'person_unlinks', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger unlink_takes_two_officers before insert on registry.person_unlinks
  for each row when (new.actor like 'officer:%') execute function registry.unlink_takes_two_officers();
comment on trigger unlink_takes_two_officers on registry.person_unlinks is 'I2: what one officer undoes is another officer''s too; the department''s system acts with both → SecondOfficerNeeded.';
