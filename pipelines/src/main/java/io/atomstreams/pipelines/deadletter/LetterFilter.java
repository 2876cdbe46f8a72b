package io.atomstreams.pipelines.deadletter;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which dead letters are meant: those for which all four hold.
 *
 * @param reasons codes; empty for all
 * @param topics full names of source topics; empty for all
 * @param from earliest time the broker took the dead letter, inclusive
 * @param to latest such time, exclusive
 */
public record LetterFilter(
    Set<String> reasons, Set<String> topics, Optional<Instant> from, Optional<Instant> to)
    implements Predicate<StoredLetter> {

  /** Every dead letter. */
  public static final LetterFilter ALL =
      new LetterFilter(Set.of(), Set.of(), Optional.empty(), Optional.empty());

  public LetterFilter {
    reasons = Set.copyOf(reasons);
    topics = Set.copyOf(topics);
  }

  @Override
  public boolean test(StoredLetter letter) {
    return (reasons.isEmpty() || reasons.contains(letter.reason()))
        && (topics.isEmpty() || letter.source().filter(s -> topics.contains(s.topic())).isPresent())
        && from.filter(earliest -> letter.time().isBefore(earliest)).isEmpty()
        && to.filter(latest -> !letter.time().isBefore(latest)).isEmpty();
  }
}
