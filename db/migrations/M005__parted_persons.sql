-- HUE-1.3, I2: what an officer has decided to be two persons. Whoever states two of their numbers as a pair is answered by each alone; before this, a pair that was stated
-- warned and no more, so a card with two numbers got two certificates.

create table registry.parted_persons (
  person_a  uuid not null references registry.persons,
  person_b  uuid not null references registry.persons,
  parted_at timestamptz not null,
  parted_by text not null check (length(parted_by) between 1 and 200),
  primary key (person_a, person_b),
  constraint parted_pair_is_in_order check (person_a < person_b)
);
comment on table registry.parted_persons is 'I2: pairs of persons that an officer has decided not to be one. Rows are only added.';

insert into registry.parted_persons (person_a, person_b, parted_at, parted_by)
select least(s.person_a, s.person_b), greatest(s.person_a, s.person_b), s.decided_at, s.decided_by
from registry.same_person_pairs s where s.state = 'NOT_THE_SAME'
on conflict do nothing;

grant select, insert on registry.parted_persons to campaign_runtime;
