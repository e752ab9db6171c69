-- I2, HUE-1.3, docs/adr/0040: that two numbers are one person's moves a place, a need and a sign-in, so two officers decide it. Before this, one officer who linked a stranger's number with an accomplice's could sign in with
-- the accomplice's phone and consent in the stranger's name.

alter table registry.proposals drop constraint proposal_is_of_a_known_act;
alter table registry.proposals add constraint proposal_is_of_a_known_act
  check (act in ('EXCLUDE_PROVIDER', 'CHANGE_CLIENT_KEY', 'CHANGE_REGISTRY_KEY', 'REINSTATE_PROVIDER', 'PUBLISH_CASE', 'BIND_CITIZEN_PHONE', 'LINK_NUMBERS', 'LINK_SAME_PERSON'));
alter table registry.proposals drop constraint one_authority_knows_both_officers;
alter table registry.proposals add constraint one_authority_knows_both_officers
  check (act not in ('BIND_CITIZEN_PHONE', 'LINK_NUMBERS', 'LINK_SAME_PERSON') or state <> 'CARRIED_OUT' or decided_by not like 'officer:%'
    or substring(proposed_by from '^officer:([^:]+):') is not distinct from substring(decided_by from '^officer:([^:]+):'));
comment on constraint one_authority_knows_both_officers on registry.proposals is 'HUE-1.7, I2: two persons, not two names → SecondOfficerNeeded.';

create function registry.link_takes_two_officers() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if not exists (
    select from registry.proposals p
    where p.act in ('LINK_NUMBERS', 'LINK_SAME_PERSON') and p.state = 'CARRIED_OUT' and p.input ->> 'Link' = new.id::text and p.decided_by = new.actor and p.proposed_by <> new.actor) then
    raise exception 'two officers link two numbers' using errcode = '23514', constraint = 'link_takes_two_officers', table = 'person_links', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger link_takes_two_officers before insert on registry.person_links
  for each row when (new.source = 'OFFICER' and new.actor like 'officer:%') execute function registry.link_takes_two_officers();
comment on trigger link_takes_two_officers on registry.person_links is 'I2: an officer''s link is another officer''s too; the department''s system acts with both → SecondOfficerNeeded.';

-- HUE-1.2: a phone that replaced another, and the phones of two numbers that became one person's, consent to nothing for a day: whoever had either is told, and has that day to object.
create function registry.viewer_consents_from() returns timestamptz
  language sql stable security definer
  set search_path = ''
  as $$
    select greatest(
      (select max(b.consents_from) from registry.phone_bindings b where b.number_hash = any (registry.viewer_key_hashes())),
      (select max(l.linked_at) + interval '24 hours' from registry.person_links l
       where l.survivor = any (registry.viewer_persons()) and l.source in ('OFFICER', 'IDENTITY_SERVICE') and not exists (select from registry.person_unlinks u where u.link_id = l.id)))
  $$;
comment on function registry.viewer_consents_from() is 'HUE-1.2: from when on the citizen who looks may consent; null when ever since → PhoneIsNew.';
revoke execute on function registry.viewer_consents_from() from public;
grant execute on function registry.viewer_consents_from() to campaign_runtime;

create or replace function registry.new_phone_consents_to_nothing() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if registry.viewer_consents_from() > registry.registry_now() then
    raise exception 'a phone that replaced another, or of a number that was just linked, consents to nothing for 24 hours'
      using errcode = '23514', constraint = 'new_phone_consents_to_nothing', table = tg_table_name, schema = 'registry';
  end if;
  return new;
end
$$;
