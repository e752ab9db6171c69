-- A given name that is one letter apart from another frequent one ("Phúc", "Phú") was taken for another person whatever else agreed, and was most of what was missed of
-- typing errors. It now counts against a pair so much that birth date, phone and ward together outweigh it: somebody looks, and nobody is flagged, for it may be twins. Why, and what was
-- found with it: docs/adr/0020.

alter table registry.same_person_policies
  add column name_given_letter smallint not null default -200; -- the given name one letter apart, both words frequent
alter table registry.same_person_policies alter column name_given_letter drop default;

insert into registry.same_person_policies (effective_from, decided_by, warn_score, flag_score, name_agrees, name_near, name_given_marks, name_given_letter, name_differs,
  name_per_doubling, name_bearers_most, birth_agrees, birth_first_day, birth_swapped, birth_year_only, birth_same_year, birth_differs, sex_agrees, sex_differs, phone_agrees,
  phone_differs, phone_persons_most, ward_agrees, ward_differs)
select '2020-01-02 00:00+07', decided_by, warn_score, flag_score, name_agrees, name_near, name_given_marks, -135, name_differs, name_per_doubling, name_bearers_most, birth_agrees,
  birth_first_day, birth_swapped, 58, birth_same_year, birth_differs, sex_agrees, sex_differs, phone_agrees, phone_differs, phone_persons_most, ward_agrees, ward_differs
from registry.same_person_policies where effective_from = '2020-01-01 00:00+07';

create or replace function registry.compare_names(a_folded text, a_spelled text, b_folded text, b_spelled text) returns text
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

create or replace function registry.same_person_score(a registry.person_details, b registry.person_details, p registry.same_person_policies) returns jsonb
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
