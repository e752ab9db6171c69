-- One person under two numbers is suspected by what is said beside the numbers (HUE-1.3, I2): name, birth date, sex, phone, ward. Suspected, scored and explained here;
-- decided by an officer. Why it is done so, and what it finds and misses: docs/adr/0020.

-- Functions of PostgreSQL's own extensions, out of the way of everything else. Both are trusted: the owner of the schema may create them.
create schema matching;
grant usage on schema matching to campaign_runtime;
create extension if not exists pg_trgm schema matching;
create extension if not exists fuzzystrmatch schema matching;

-- ---------- Names ----------

-- DT-3.1: a person's name as it is compared; null when there is none. Diacritics, case and white space do not matter, and đ is d.
create function registry.name_key(name text) returns text
  language sql immutable strict parallel safe
  set search_path = ''
  as $$
    select nullif(btrim(lower(regexp_replace(
      translate(regexp_replace(normalize(name, nfd), '[\u0300-\u036f]', '', 'g'), 'đĐ', 'dD'), '\s+', ' ', 'g'))), '')
  $$;
comment on function registry.name_key(text) is 'DT-3.1: two names are one when these are equal.';

create function registry.name_words(folded text) returns text
  language sql immutable strict parallel safe
  set search_path = ''
  as $$
    select coalesce(
      string_agg(w.word, ' ' order by w.word collate "C") filter (where w.word not in ('thi', 'van')),
      string_agg(w.word, ' ' order by w.word collate "C"))
    from unnest(string_to_array(folded, ' ')) w (word)
  $$;
comment on function registry.name_words(text) is
  'HUE-1.3: the words of a folded name in the order of the alphabet, without the particles Thị and Văn wherever they stand: by it a name is looked for, and not compared.';

create function registry.name_spelled(name text) returns text
  language sql immutable strict parallel safe
  set search_path = ''
  as $$
    select btrim(translate(
      regexp_replace(
        regexp_replace(translate(lower(normalize(name, nfd)), 'Đđ''’', 'dd'), '[^a-z0-9\u0300-\u036f]+', ' ', 'g'),
        '([\u0300\u0301\u0303\u0309\u0323])([^ ]*)', '\2\1', 'g'),
      U&'\0309', U&'\0303'))
  $$;
comment on function registry.name_spelled(text) is
  'HUE-1.3: a name with its marks, as marks are compared: the tone of each word behind it ("hòa" is "hoà"), hỏi as ngã, đ as d.';

-- ---------- What is said of a person ----------

-- What is said of a person beside the numbers (HUE-1.3): by it, and by it alone, one person is suspected behind two numbers. Whoever says it is kept with it; rows
-- are only added. No number is here, and a phone only as the keyed hash under which needs keep theirs (I11). Why the name is not sealed: docs/adr/0020.

create table registry.person_details (
  person_id           uuid not null references registry.persons,
  recorded_at         timestamptz not null,
  source              text not null check (source in ('IMPORT', 'RECORD', 'NEED')),
  provider_id         smallint references registry.providers, -- who said it; null: the citizen, or an officer for the citizen
  name                text check (length(name) between 1 and 200), -- as written, NFC
  name_folded         text check (length(name_folded) between 1 and 200), -- lower case, no marks, đ as d, single spaces
  birth_date          date,
  sex                 text check (sex in ('FEMALE', 'MALE')),
  phone_key_id        smallint,
  phone_hash          bytea check (octet_length(phone_hash) = 32),
  ward_code           text check (length(ward_code) between 1 and 20),
  name_words          text generated always as (registry.name_words(name_folded)) stored,
  name_spelled        text generated always as (registry.name_spelled(name)) stored,
  name_last           text generated always as (split_part(name_folded, ' ', -1)) stored,
  name_rest           text generated always as (regexp_replace(name_folded, ' ?[^ ]+$', '')) stored, -- all but the last word
  birth_year          smallint generated always as (extract(year from birth_date)::smallint) stored,
  -- The phone itself under AES-256-GCM, bound to the person: without it the keyed hash could not follow a rotation of keys.
  phone_sealed_key_id smallint,
  phone_sealed        bytea,
  primary key (person_id, recorded_at, source),
  constraint name_with_its_folded_form check ((name is null) = (name_folded is null)),
  constraint phone_with_its_key check ((phone_key_id is null) = (phone_hash is null)),
  constraint details_say_something check (name is not null or birth_date is not null or phone_hash is not null),
  constraint sealed_phone_with_its_key check ((phone_sealed_key_id is null) = (phone_sealed is null)),
  constraint sealed_phone_with_its_hash check (phone_sealed is null or phone_hash is not null)
);
comment on table registry.person_details is 'HUE-1.3: what providers and citizens say of a person, by which the same person under another number is suspected.';
create index person_details_by_birth_and_given on registry.person_details (birth_date, name_last);
comment on index registry.person_details_by_birth_and_given is 'HUE-1.3: who was born on the same day and bears the same given name.';
create index person_details_by_birth_and_family on registry.person_details (birth_date, name_rest);
comment on index registry.person_details_by_birth_and_family is 'HUE-1.3: who was born on the same day and bears the same name but for the given name, which may be mistyped.';
create index person_details_by_words on registry.person_details (name_words, birth_year);
comment on index registry.person_details_by_words is 'HUE-1.3: the same words of a name in the same year of birth; and how many bear a name.';
create index person_details_without_birth_date on registry.person_details (name_words, ward_code) where birth_date is null;
comment on index registry.person_details_without_birth_date is 'HUE-1.3: the same words of a name in the same ward, of whom no birth date is known.';
create index person_details_by_phone on registry.person_details (phone_hash) where phone_hash is not null;
comment on index registry.person_details_by_phone is 'HUE-1.3: who has told the same phone.';
create index person_details_by_time on registry.person_details (recorded_at, person_id);
comment on index registry.person_details_by_time is 'HUE-1.3: what was said since the last look.';

alter table registry.person_details enable row level security;
create policy own_details_are_seen on registry.person_details for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[]) or provider_id = (select registry.viewer_provider()));
create policy own_details_are_said on registry.person_details for insert to campaign_runtime with check (
  (select registry.viewer_sees_all())
  or provider_id = (select registry.viewer_provider())
  or (provider_id is null and person_id = (select registry.viewer_person())));
grant select, insert on registry.person_details to campaign_runtime;

-- How many rows have a word in their name: a word that nobody else bears is a typing error rather than another name. Counted anew by the nightly look.
create table registry.name_word_counts (
  word       text primary key,
  persons    integer not null check (persons > 0),
  counted_at timestamptz not null
);
comment on table registry.name_word_counts is 'HUE-1.3: how frequent each word of names is. Says nothing of anybody, so no row-level security is needed.';

grant select, insert on registry.name_word_counts to campaign_runtime;
grant update (persons, counted_at) on registry.name_word_counts to campaign_runtime;

-- ---------- Points ----------

-- Points: ten for each doubling of the odds that two are one person. Dated; the latest that has begun is in force. Zero is a weight like any other.
create table registry.same_person_policies (
  effective_from     timestamptz primary key,
  decided_by         text not null check (length(decided_by) between 1 and 200),
  warn_score         smallint not null check (warn_score > 0),            -- from here on a pair is kept and shown
  flag_score         smallint not null,                                   -- from here on it is flagged when both have a certificate
  name_agrees        smallint not null check (name_agrees >= 0),
  name_near          smallint not null,
  name_given_marks   smallint not null,                                   -- the given name with other marks: Hương and Hường
  name_differs       smallint not null check (name_differs <= 0),
  name_per_doubling  smallint not null check (name_per_doubling >= 0),    -- taken away for each doubling of how many bear the name
  name_bearers_most  integer not null check (name_bearers_most between 1 and 100000), -- counted no further
  birth_agrees       smallint not null check (birth_agrees >= 0),
  birth_first_day    smallint not null,                                   -- the same 1 January: the day may be unknown
  birth_swapped      smallint not null,                                   -- day and month exchanged
  birth_year_only    smallint not null,                                   -- the same year, one of them on 1 January
  birth_same_year    smallint not null,
  birth_differs      smallint not null check (birth_differs <= 0),
  sex_agrees         smallint not null check (sex_agrees >= 0),
  sex_differs        smallint not null check (sex_differs <= 0),
  phone_agrees       smallint not null check (phone_agrees >= 0),
  phone_differs      smallint not null check (phone_differs <= 0),
  phone_persons_most smallint not null check (phone_persons_most > 1),    -- a phone behind more rows than this tells nobody apart
  ward_agrees        smallint not null check (ward_agrees >= 0),
  ward_differs       smallint not null check (ward_differs <= 0),
  name_given_letter  smallint not null, -- the given name one letter apart, both words frequent
  constraint flagged_pairs_are_kept check (flag_score >= warn_score)
);
comment on table registry.same_person_policies is 'HUE-1.3: from which score on two persons are shown and flagged as possibly one, and what each field weighs.';

alter table registry.same_person_policies enable row level security;
create policy policies_are_the_departments on registry.same_person_policies to campaign_runtime
  using ((select registry.viewer_sees_all())) with check ((select registry.viewer_sees_all()));
grant select, insert on registry.same_person_policies to campaign_runtime;

-- The second row came with name_given_letter: a given name that is one letter apart from another frequent one ("Phúc", "Phú") had been taken for another person whatever else agreed.
insert into registry.same_person_policies (effective_from, decided_by, warn_score, flag_score, name_agrees, name_near, name_given_marks, name_given_letter, name_differs,
  name_per_doubling, name_bearers_most, birth_agrees, birth_first_day, birth_swapped, birth_year_only, birth_same_year, birth_differs, sex_agrees, sex_differs, phone_agrees,
  phone_differs, phone_persons_most, ward_agrees, ward_differs)
values
  ('2020-01-01 00:00+07', 'docs/adr/0020', 150, 170, 120, 70, 0, -200, -200, 10, 1000, 145, 75, 85, 45, -10, -80, 3, -40, 100, -27, 20, 45, -33),
  ('2020-01-02 00:00+07', 'docs/adr/0020', 150, 170, 120, 70, 0, -135, -200, 10, 1000, 145, 75, 85, 58, -10, -80, 3, -40, 100, -27, 20, 45, -33);

create function registry.compare_names(a_folded text, a_spelled text, b_folded text, b_spelled text) returns text
  language plpgsql stable parallel safe
  set search_path = ''
  as $$
declare
  a constant text[] := string_to_array(a_folded, ' ');
  b constant text[] := string_to_array(b_folded, ' ');
  na constant integer := cardinality(a);
  nb constant integer := cardinality(b);
  sa text[];
  sb text[];
  taken boolean[] := array_fill(false, array[nb]);
  left_a text[] := '{}';
  left_b text[] := '{}';
  particles boolean := false;
  other_marks boolean := false;
  given_same constant boolean := a[na] = b[nb] or a[1] = b[nb] or a[na] = b[1];
  place integer;
  rare integer;
  frequent integer;
begin
  if a_folded = b_folded and a_spelled is not distinct from b_spelled then
    return 'SAME';
  end if;
  if a_folded <> b_folded and replace(a_folded, ' ', '') = replace(b_folded, ' ', '') then
    return 'BLANKS';
  end if;
  sa := string_to_array(a_spelled, ' ');
  sb := string_to_array(b_spelled, ' ');
  for i in 1 .. na loop
    place := null;
    for j in 1 .. nb loop
      if not taken[j] and a[i] = b[j] then
        place := j;
        exit;
      end if;
    end loop;
    if place is not null then
      taken[place] := true;
      -- Marks that one of the two lacks altogether were left out; marks that both have, and that differ, are another spelling.
      if cardinality(sa) = na and cardinality(sb) = nb and sa[i] <> sb[place] and sa[i] <> a[i] and sb[place] <> b[place] then
        if i = na or place = nb then
          return 'GIVEN_NAME_OTHER_MARKS';
        end if;
        other_marks := true;
      end if;
    elsif a[i] in ('thi', 'van') and i > 1 and (i < na or a[1] = b[nb]) then
      particles := true;
    else
      left_a := left_a || a[i];
    end if;
  end loop;
  for j in 1 .. nb loop
    if not taken[j] then
      if b[j] in ('thi', 'van') and j > 1 and (j < nb or b[1] = a[na]) then
        particles := true;
      else
        left_b := left_b || b[j];
      end if;
    end if;
  end loop;

  if cardinality(left_a) = 0 and cardinality(left_b) = 0 then
    return case when other_marks then 'OTHER_MARKS' when particles then 'PARTICLE' when a_folded <> b_folded then 'OTHER_ORDER' else 'MARKS_LEFT_OUT' end;
  end if;
  if cardinality(left_a) = 0 or cardinality(left_b) = 0 then
    return case when given_same and cardinality(left_a) + cardinality(left_b) <= 2 then 'MIDDLE_NAME' else 'OTHER_GIVEN_NAME' end;
  end if;
  if cardinality(left_a) <> 1 or cardinality(left_b) <> 1 then
    return case when given_same and matching.similarity(a_folded, b_folded) >= 0.7 then 'ALIKE' else 'OTHER' end;
  end if;

  -- One word of each is left: one typing error apart, or two words?
  if matching.levenshtein(left_a[1], left_b[1]) > 1 and not exists (
    select from generate_series(1, length(left_a[1]) - 1) i
    where overlay(left_a[1] placing reverse(substr(left_a[1], i, 2)) from i for 2) = left_b[1]) then
    return case when not given_same then 'OTHER_GIVEN_NAME' when matching.similarity(a_folded, b_folded) >= 0.7 then 'ALIKE' else 'OTHER' end;
  end if;
  if given_same then
    return 'TYPING';
  end if;
  select min(coalesce(c.persons, 0)), max(coalesce(c.persons, 0)) into rare, frequent
  from (values (left_a[1]), (left_b[1])) w (word) left join registry.name_word_counts c on c.word = w.word;
  return case when rare <= greatest(2, frequent / 100) then 'TYPING' else 'GIVEN_NAME_ONE_LETTER' end;
end
$$;
comment on function registry.compare_names(text, text, text, text) is
  'HUE-1.3: in what two names are the same or not. SAME, BLANKS, MARKS_LEFT_OUT, OTHER_ORDER and PARTICLE agree; MIDDLE_NAME, TYPING, ALIKE (by trigrams, the given name being the same), OTHER_MARKS, GIVEN_NAME_OTHER_MARKS and GIVEN_NAME_ONE_LETTER are near; OTHER_GIVEN_NAME and OTHER differ. A given name that differs by one letter is a typing error when hardly anybody bears one of the two; else it is GIVEN_NAME_ONE_LETTER, which all the rest must outweigh.';

-- The one score. What it is asked of, by the record, the import and the nightly look, is found by registry.same_persons_of alone.
create function registry.same_person_score(a registry.person_details, b registry.person_details, p registry.same_person_policies) returns jsonb
  language plpgsql stable parallel safe
  set search_path = ''
  as $$
declare
  birth text; birth_points integer;
  sex text; sex_points integer;
  phone text; phone_points integer;
  ward text; ward_points integer;
  name text; name_is text; name_points integer;
  bearers integer;
  others integer;
begin
  if a.name_folded is null or b.name_folded is null then
    return null;
  end if;

  if a.birth_date is null or b.birth_date is null then
    birth := 'NOT_KNOWN'; birth_points := 0;
  elsif a.birth_date = b.birth_date then
    if extract(doy from a.birth_date) = 1 then
      birth := 'FIRST_DAY_OF_YEAR'; birth_points := p.birth_first_day;
    else
      birth := 'SAME'; birth_points := p.birth_agrees;
    end if;
  elsif a.birth_year <> b.birth_year then
    birth := 'OTHER'; birth_points := p.birth_differs;
  elsif extract(doy from a.birth_date) = 1 or extract(doy from b.birth_date) = 1 then
    birth := 'YEAR_ONLY'; birth_points := p.birth_year_only;
  elsif extract(day from a.birth_date) = extract(month from b.birth_date) and extract(month from a.birth_date) = extract(day from b.birth_date) then
    birth := 'DAY_AND_MONTH_SWAPPED'; birth_points := p.birth_swapped;
  else
    birth := 'SAME_YEAR'; birth_points := p.birth_same_year;
  end if;

  if a.sex is null or b.sex is null then
    sex := 'NOT_KNOWN'; sex_points := 0;
  elsif a.sex = b.sex then
    sex := 'SAME'; sex_points := p.sex_agrees;
  else
    sex := 'OTHER'; sex_points := p.sex_differs;
  end if;

  if a.ward_code is null or b.ward_code is null then
    ward := 'NOT_KNOWN'; ward_points := 0;
  elsif a.ward_code = b.ward_code then
    ward := 'SAME'; ward_points := p.ward_agrees;
  else
    ward := 'OTHER'; ward_points := p.ward_differs;
  end if;

  -- While keys rotate two hashes may stand under two keys, and then tell nothing.
  if a.phone_hash is null or b.phone_hash is null or a.phone_key_id <> b.phone_key_id then
    phone := 'NOT_KNOWN'; phone_points := 0;
  elsif a.phone_hash = b.phone_hash then
    phone := 'SAME'; phone_points := p.phone_agrees;
  else
    phone := 'OTHER'; phone_points := p.phone_differs;
  end if;

  others := birth_points + sex_points + ward_points + phone_points;
  if others + greatest(p.name_agrees, p.name_near) < p.warn_score then
    return null;
  end if;

  name := registry.compare_names(a.name_folded, a.name_spelled, b.name_folded, b.name_spelled);
  name_is := case
    when name in ('SAME', 'BLANKS', 'MARKS_LEFT_OUT', 'OTHER_ORDER', 'PARTICLE') then 'AGREES'
    when name in ('MIDDLE_NAME', 'TYPING', 'ALIKE', 'OTHER_MARKS', 'GIVEN_NAME_OTHER_MARKS', 'GIVEN_NAME_ONE_LETTER') then 'NEAR'
    else 'DIFFERS' end;
  name_points := case when name_is = 'AGREES' then p.name_agrees when name = 'GIVEN_NAME_OTHER_MARKS' then p.name_given_marks when name = 'GIVEN_NAME_ONE_LETTER' then p.name_given_letter
    when name_is = 'NEAR' then p.name_near
    else p.name_differs end;
  if others + name_points < p.warn_score then
    return null;
  end if;

  -- The more people bear a name, the less it tells. Of two names that are near, the one that more bear counts. Of two given names neither tells anything for the pair.
  if name_is <> 'DIFFERS' and name <> 'GIVEN_NAME_ONE_LETTER' then
    select max(c.rows) into bearers
    from (values (a.name_words), (b.name_words)) w (words)
    cross join lateral (
      select count(*) as rows from (select from registry.person_details d where d.name_words = w.words limit p.name_bearers_most) d) c;
    name_points := name_points - round(p.name_per_doubling * log(2, greatest(bearers - 1, 1)));
  end if;
  if phone = 'SAME' and (
    select count(*) from (select from registry.person_details d where d.phone_hash = a.phone_hash limit p.phone_persons_most + 1) d) > p.phone_persons_most then
    others := others - phone_points;
    phone := 'OF_MANY'; phone_points := 0;
  end if;
  if others + name_points < p.warn_score then
    return null;
  end if;

  return jsonb_build_object(
    'score', others + name_points,
    'name', jsonb_build_object('is', name_is, 'how', name, 'points', name_points, 'bearers', bearers),
    'birthDate', jsonb_build_object('is', case birth when 'NOT_KNOWN' then birth when 'SAME' then 'AGREES' when 'OTHER' then 'DIFFERS' when 'SAME_YEAR' then 'DIFFERS' else 'NEAR' end,
      'how', birth, 'points', birth_points),
    'sex', jsonb_build_object('is', case sex when 'SAME' then 'AGREES' when 'OTHER' then 'DIFFERS' else sex end, 'how', sex, 'points', sex_points),
    'phone', jsonb_build_object('is', case phone when 'SAME' then 'AGREES' when 'OTHER' then 'DIFFERS' else 'NOT_KNOWN' end, 'how', phone, 'points', phone_points),
    'ward', jsonb_build_object('is', case ward when 'SAME' then 'AGREES' when 'OTHER' then 'DIFFERS' else ward end, 'how', ward, 'points', ward_points));
end
$$;
comment on function registry.same_person_score(registry.person_details, registry.person_details, registry.same_person_policies) is
  'HUE-1.3: how much two rows of details speak for one person, field by field, in points; null below the score from which on a pair is kept. No number and no phone is in it.';

create function registry.same_persons_of(persons uuid[], earlier_only boolean, at timestamptz)
  returns table (person_a uuid, person_b uuid, score integer, fields jsonb, policy_from timestamptz)
  language plpgsql stable
  set search_path = ''
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set plan_cache_mode = force_custom_plan
  set jit = off
  set max_parallel_workers_per_gather = 0
  as $$
declare
  p registry.same_person_policies;
begin
  select * into strict p from registry.same_person_policies q where q.effective_from <= same_persons_of.at order by q.effective_from desc limit 1;
  return query
    with alike as materialized (
      -- Born on the same day, of the same given name.
      select a.ours, b as theirs
      from (select d as ours, d.* from registry.person_details d where d.person_id = any (persons)) a
      join registry.person_details b on b.birth_date = a.birth_date and b.name_last = a.name_last
      where b.person_id <> a.person_id and (not earlier_only or b.person_id < a.person_id)
      union all
      -- Born on the same day, of the same name but for the given name, which is a typing error apart.
      select a.ours, b
      from (select d as ours, d.* from registry.person_details d where d.person_id = any (persons)) a
      join registry.person_details b on b.birth_date = a.birth_date and b.name_rest = a.name_rest
      where b.person_id <> a.person_id and (not earlier_only or b.person_id < a.person_id) and b.name_last <> a.name_last
        and matching.levenshtein_less_equal(b.name_last, a.name_last, 2) <= 2
      union all
      -- The same words of a name in the same year, in another order; or day and month exchanged, or not known.
      select a.ours, b
      from (select d as ours, d.* from registry.person_details d where d.person_id = any (persons)) a
      join registry.person_details b on b.name_words = a.name_words and b.birth_year = a.birth_year
      where b.person_id <> a.person_id and (not earlier_only or b.person_id < a.person_id)
        and case when b.birth_date = a.birth_date then b.name_last <> a.name_last and b.name_rest <> a.name_rest
          else extract(doy from a.birth_date) = 1 or extract(doy from b.birth_date) = 1
            or (extract(day from a.birth_date) = extract(month from b.birth_date) and extract(month from a.birth_date) = extract(day from b.birth_date)) end
      union all
      -- The same phone, with a name that is like the other, and another birth date or none.
      select a.ours, b
      from (select d as ours, d.* from registry.person_details d where d.person_id = any (persons)) a
      join registry.person_details b on b.phone_hash = a.phone_hash
      where b.person_id <> a.person_id and (not earlier_only or b.person_id < a.person_id) and b.birth_date is distinct from a.birth_date
        and b.name_folded operator(matching.%) a.name_folded
        and (select count(*) from (select from registry.person_details c where c.phone_hash = a.phone_hash limit p.phone_persons_most + 1) c) <= p.phone_persons_most
      union all
      -- The same words of a name in the same ward, where one of the two has no birth date.
      select a.ours, b
      from (select d as ours, d.* from registry.person_details d where d.person_id = any (persons)) a
      join registry.person_details b on b.name_words = a.name_words and b.birth_date is null
      where b.person_id <> a.person_id and (not earlier_only or b.person_id < a.person_id) and b.ward_code = a.ward_code
      union all
      select a.ours, b
      from (select d as ours, d.* from registry.person_details d where d.person_id = any (persons) and d.birth_date is null) a
      join registry.person_details b on b.name_words = a.name_words
      where b.person_id <> a.person_id and (not earlier_only or b.person_id < a.person_id) and b.ward_code = a.ward_code and b.birth_date is not null),
    scored as materialized (
      select least((l.ours).person_id, (l.theirs).person_id) as one, greatest((l.ours).person_id, (l.theirs).person_id) as two,
        registry.same_person_score(l.ours, l.theirs, p) as found
      from alike l)
    select distinct on (s.one, s.two) s.one, s.two, (s.found ->> 'score')::integer, s.found - 'score', p.effective_from
    from scored s where s.found is not null
    order by s.one, s.two, (s.found ->> 'score')::integer desc;
end
$$;
comment on function registry.same_persons_of(uuid[], boolean, timestamptz) is
  'HUE-1.3: who is possibly one person with these, each pair once with its best score. Told earlier_only it looks at earlier persons alone, so that a look at everybody finds each pair once. Never all pairs: the birth date, the words of the name, the phone or the ward leads to each.';

-- ---------- Pairs ----------

create table registry.same_person_pairs (
  person_a    uuid not null references registry.persons,
  person_b    uuid not null references registry.persons,
  id          uuid not null,
  score       smallint not null,
  fields      jsonb not null,                     -- field by field: agrees, near, differs or not known; how, and its points. No number, no phone, no name
  facts       text not null,                      -- in what the two agree and differ, without points: when it changes, a pair that was kept is asked again
  policy_from timestamptz not null,
  found_at    timestamptz not null,               -- or when it was asked again
  state       text not null constraint pair_is_in_a_known_state check (state in ('OPEN', 'KEPT', 'LINKED', 'NOT_THE_SAME')),
  decided_at  timestamptz,
  decided_by  text,
  reason      text check (length(reason) between 3 and 2000), -- what looks like a citizen number is blanked
  constraint one_pair_of_two_persons primary key (person_a, person_b),
  constraint pair_is_written_in_order check (person_a < person_b),
  constraint decided_pair_says_when_by_whom_and_why check (
    (state = 'OPEN') = (decided_at is null) and (decided_at is null) = (decided_by is null) and (decided_at is null) = (reason is null))
);
comment on table registry.same_person_pairs is 'HUE-1.3: two persons who may be one, why, and what an officer has decided.';
comment on constraint one_pair_of_two_persons on registry.same_person_pairs is 'HUE-1.3: two persons are asked about once, however often they are found.';
create index same_person_pairs_by_id on registry.same_person_pairs (id);
comment on index registry.same_person_pairs_by_id is 'The pair that an officer decides.';
create index same_person_pairs_by_state on registry.same_person_pairs (state, found_at desc, id desc);
comment on index registry.same_person_pairs_by_state is 'The department''s queue, newest first.';
create index same_person_pairs_by_second on registry.same_person_pairs (person_b);
comment on index registry.same_person_pairs_by_second is 'Pairs by their second person: of a certificate that is recorded.';
create index same_person_pairs_by_time on registry.same_person_pairs (found_at);
comment on index registry.same_person_pairs_by_time is 'HUE-5.1: pairs that were found since the detector''s last run.';

create function registry.decision_is_remembered() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if old.state in ('LINKED', 'NOT_THE_SAME') then
    raise exception 'a pair that is decided is not asked again' using errcode = '23514', constraint = 'decision_is_remembered', table = 'same_person_pairs', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger decision_is_remembered before update on registry.same_person_pairs
  for each row execute function registry.decision_is_remembered();
comment on trigger decision_is_remembered on registry.same_person_pairs is 'HUE-1.3: LINKED and NOT_THE_SAME are for good; KEPT lasts until the facts change.';

alter table registry.same_person_pairs enable row level security;
create policy pairs_are_the_departments on registry.same_person_pairs to campaign_runtime
  using ((select registry.viewer_sees_all())) with check ((select registry.viewer_sees_all()));
grant select, insert on registry.same_person_pairs to campaign_runtime;
grant update (score, fields, facts, policy_from, found_at, state, decided_at, decided_by, reason) on registry.same_person_pairs to campaign_runtime;

-- How far each night's look at everybody is. One row per day in Vietnam; a look that was cut short goes on where it was.
create table registry.same_person_nights (
  day         date primary key,
  started_at  timestamptz not null,
  persons_to  uuid not null default '00000000-0000-0000-0000-000000000000', -- every person up to this one has been looked at
  persons     bigint not null default 0 check (persons >= 0),
  pairs       bigint not null default 0 check (pairs >= 0),                 -- new or asked again
  finished_at timestamptz check (finished_at >= started_at)
);
comment on table registry.same_person_nights is 'HUE-1.3: how far each night''s look for persons who may be one is.';

alter table registry.same_person_nights enable row level security;
create policy nights_are_the_departments on registry.same_person_nights to campaign_runtime
  using ((select registry.viewer_sees_all())) with check ((select registry.viewer_sees_all()));
grant select, insert on registry.same_person_nights to campaign_runtime;
grant update (persons_to, persons, pairs, finished_at) on registry.same_person_nights to campaign_runtime;
