-- For whom a transaction looks and writes, as the host tells it at its beginning (set local registry.viewer = '…'): department, registry (what the registry does
-- unasked), provider:<id>, or citizen:<keyed hashes of the citizen's number, in hexadecimal, between commas>. Unset, empty or malformed, it is nobody: row-level
-- security, which reads it through these functions, then shows nothing that belongs to anybody (I8). In policies each stands in a subquery of its own,
-- (select registry.viewer_provider()), so that it is evaluated once per statement.

create function registry.viewer_sees_all() returns boolean
  language sql stable parallel safe
  set search_path = ''
  as $$ select coalesce(current_setting('registry.viewer', true), '') in ('department', 'registry') $$;
comment on function registry.viewer_sees_all() is 'I8: the department, and the registry in what it does unasked, see every row.';

create function registry.viewer_provider() returns smallint
  language sql stable parallel safe
  set search_path = ''
  as $$ select (substring(current_setting('registry.viewer', true) from '^provider:([0-9]{1,4})$'))::smallint $$;
comment on function registry.viewer_provider() is 'I8: the provider that looks, which sees its own rows alone; null when it is not a provider.';

create function registry.viewer_person() returns uuid
  language sql stable parallel safe
  set search_path = ''
  as $$
    select k.person_id from registry.number_keys k
    where current_setting('registry.viewer', true) ~ '^citizen:[0-9a-f]{64}(,[0-9a-f]{64})*$'
      and k.key_hash = any (
        select decode(h, 'hex')
        from unnest(string_to_array(substring(current_setting('registry.viewer', true) from '^citizen:([0-9a-f]{64}(?:,[0-9a-f]{64})*)$'), ',')) h)
    order by k.key_hash limit 1
  $$;
comment on function registry.viewer_person() is 'I8: the person who looks at what stands under the own number; null when it is no citizen, or one of whom the registry knows nothing.';

grant execute on function registry.viewer_sees_all(), registry.viewer_provider(), registry.viewer_person() to campaign_runtime, campaign_reader;
