-- How many people live in each ward, as the statistics office counts them and the department enters them: what coverage is told against.
create table registry.ward_populations (
  ward_code      text not null check (ward_code ~ '^[0-9]{5}$'),
  effective_from timestamptz not null,
  population     integer not null constraint somebody_lives_there check (population between 1 and 10000000),
  as_of          date not null,
  source         text not null check (length(source) between 3 and 300),
  decided_by     text not null check (length(decided_by) between 1 and 300),
  primary key (ward_code, effective_from),
  constraint population_was_counted_before check (as_of <= (effective_from at time zone 'Asia/Ho_Chi_Minh')::date)
);
comment on table registry.ward_populations is 'Public facts, dated: of each ward the latest that has begun holds. None until the department has entered one.';
grant select, insert on registry.ward_populations to campaign_runtime;
grant select on registry.ward_populations to campaign_reader;
create trigger what_holds_is_not_rewritten before insert on registry.ward_populations
  for each row execute function registry.begins_after_the_last('ward_code');
comment on trigger what_holds_is_not_rewritten on registry.ward_populations is 'A count of people begins after the one before it.';
