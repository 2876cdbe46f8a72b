package io.atomstreams.pipelines.report;

import io.atomstreams.model.NearestNames;
import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.Evaluation;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Importance;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.pipelines.monitoring.TopicProfile;
import io.atomstreams.pipelines.report.source.Sighting;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which records a report is of: those of one tenant, of one scorer, or all. What belongs to no
 * tenant (importances, the log of models) or to no scorer (events, dead letters, alerts) stays in.
 * Of evaluations those of the tenant's segment count, or else those of all. Remembers the names it
 * has come by, to be able to say which ones there are. For one thread.
 */
public final class Choice {

  private static final int MOST_NAMES = 1_000;
  private static final String ALL = "all";
  private static final String SEGMENT = "tenant=";

  private final Optional<String> tenant;
  private final Optional<String> scorer;
  private final Set<String> tenants = new TreeSet<>();
  private final Set<String> scorers = new TreeSet<>();

  public Choice(Optional<String> tenant, Optional<String> scorer) {
    this.tenant = tenant;
    this.scorer = scorer;
  }

  public Optional<String> tenant() {
    return tenant;
  }

  public Optional<String> scorer() {
    return scorer;
  }

  boolean wants(Sighting sighting) {
    Object value = sighting.value();
    if (value instanceof Evaluation of) {
      return of.segment().equals(tenant.map(SEGMENT::concat).orElse(ALL));
    }
    Optional<String> its = tenantOf(value);
    Optional<String> by = scorerOf(value);
    its.ifPresent(name -> remember(tenants, name));
    by.ifPresent(name -> remember(scorers, name));
    return matches(tenant, its) && matches(scorer, by);
  }

  private static boolean matches(Optional<String> wanted, Optional<String> its) {
    return wanted.isEmpty() || its.isEmpty() || wanted.equals(its);
  }

  private static void remember(Set<String> names, String name) {
    if (names.size() < MOST_NAMES) {
      names.add(name);
    }
  }

  private static Optional<String> tenantOf(Object value) {
    if (value instanceof FeatureRecord of) {
      return Optional.of(of.tenant());
    } else if (value instanceof Prediction of) {
      return Optional.of(of.tenant());
    } else if (value instanceof Sighting.Refusal of) {
      return Optional.of(of.tenant());
    } else if (value instanceof Example of) {
      return Optional.of(of.tenant());
    } else if (value instanceof Alert of) {
      return Optional.of(of.tenant());
    } else if (value instanceof Drift of) {
      return Optional.of(of.tenant());
    } else if (value instanceof Explanation of) {
      return Optional.of(of.tenant());
    } else if (value instanceof TopicProfile of) {
      return Optional.of(of.tenant());
    }
    return Optional.empty();
  }

  private static Optional<String> scorerOf(Object value) {
    if (value instanceof Prediction of) {
      return Optional.of(of.scorer());
    } else if (value instanceof Importance of) {
      return Optional.of(of.scorer());
    } else if (value instanceof Explanation of) {
      return Optional.of(of.scorer());
    } else if (value instanceof RolloutEntry.OfTransition of) {
      return Optional.of(of.scorer());
    }
    return Optional.empty();
  }

  /**
   * Says so if nothing was of the tenant or the scorer that was asked for.
   *
   * @throws IllegalArgumentException naming those there are
   */
  void check() {
    check("tenant", tenant, tenants);
    check("scorer", scorer, scorers);
  }

  private static void check(String what, Optional<String> wanted, Set<String> seen) {
    if (wanted.isPresent() && seen.size() < MOST_NAMES && !seen.contains(wanted.get())) {
      throw new IllegalArgumentException(
          "no record in this range is of %s %s; %s"
              .formatted(what, wanted.get(), NearestNames.hint(wanted.get(), seen)));
    }
  }
}
