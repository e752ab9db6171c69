-- HUE-5.3, docs/adr/0031: by an officer's login nothing is published but what another officer proposed of the very decision that holds. The approval writes that it was carried out first.
create function registry.published_by_two() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if new.kind = 'PUBLISHED' and new.actor like 'officer:%' and not exists (
    select from registry.proposals p
    where p.act = 'PUBLISH_CASE' and p.state = 'CARRIED_OUT' and p.decided_by = new.actor and p.proposed_by <> new.actor
      and p.subject = (select d.id::text from registry.case_events d where d.case_id = new.case_id and d.kind = 'DECIDED' order by d.place desc limit 1)) then
    raise exception 'a publication takes two officers'
      using errcode = '23514', constraint = 'publication_takes_two_officers', table = 'case_events', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger publication_takes_two_officers before insert on registry.case_events for each row execute function registry.published_by_two();
comment on trigger publication_takes_two_officers on registry.case_events is 'HUE-5.3: one officer proposes a publication, another approves it.';
