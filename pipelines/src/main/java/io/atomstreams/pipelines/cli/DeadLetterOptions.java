package io.atomstreams.pipelines.cli;

import io.atomstreams.model.NearestNames;
import io.atomstreams.operators.validation.RejectionReason;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicCatalogue;
import io.atomstreams.pipelines.deadletter.LetterFilter;
import io.atomstreams.pipelines.deadletter.StoredLetter;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which dead letters of which installation are meant. */
final class DeadLetterOptions {

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "In front of every topic name (default: none).",
      defaultValue = "")
  private String prefix;

  @Option(
      names = "--reason",
      paramLabel = "CODE",
      split = ",",
      description = "Only those of this reason; may be given more than once.")
  private List<String> reasons = List.of();

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      split = ",",
      description = {
        "Only those that came from this topic, with the prefix or without;",
        "may be given more than once."
      })
  private List<String> topics = List.of();

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      description = "Only those that came then or later, such as 2026-01-31T08:00:00Z.")
  private Instant from;

  @Option(
      names = "--to",
      paramLabel = "INSTANT",
      description = "Only those that came before then. Both go by the broker's append time.")
  private Instant to;

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "Only the last N of them, oldest first (held in memory).")
  private Integer last;

  @Option(names = "--json", description = "Print JSON for machines, one object a line.")
  private boolean json;

  @Mixin private ClusterOptions cluster;

  private final Set<String> sources = new TreeSet<>();

  Map<String, String> clientSettings() throws IOException {
    return cluster.clientSettings();
  }

  String prefix() {
    return prefix;
  }

  boolean json() {
    return json;
  }

  OptionalInt last() {
    return last == null ? OptionalInt.empty() : OptionalInt.of(last);
  }

  boolean asksFor(String reason) {
    return reasons.contains(reason);
  }

  /** Refuses what cannot be, before anything is asked of the cluster. */
  void check(CommandLine command) {
    List<String> known =
        Arrays.stream(RejectionReason.values()).map(RejectionReason::code).toList();
    for (String reason : reasons) {
      if (!known.contains(reason)) {
        throw misuse(command, "there is no reason " + reason, reason, known);
      }
    }
    if (last != null && last < 1) {
      throw new ParameterException(command, "--last " + last + ": at least 1");
    }
    if (from != null && to != null && !from.isBefore(to)) {
      throw new ParameterException(command, "--from " + from + " is not before --to " + to);
    }
    try {
      TopicCatalogue.of(prefix);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, e.getMessage(), e);
    }
  }

  /** Refuses an installation that is not there. */
  void check(CommandLine command, Topic needed, Set<String> onCluster) {
    String name = needed.in(prefix);
    if (!onCluster.contains(name)) {
      List<String> alike =
          onCluster.stream().filter(other -> other.endsWith(needed.baseName())).toList();
      String way =
          alike.isEmpty() || needed == Topic.REDRIVEN
              ? "make it with: atom topics create"
              : NearestNames.hint(name, alike);
      throw new ParameterException(command, "topic " + name + " does not exist; " + way);
    }
  }

  /** Whether the dead letter is meant; remembers which topics there are. */
  boolean test(StoredLetter letter, LetterFilter filter) {
    letter.source().ifPresent(source -> sources.add(source.topic()));
    return filter.test(letter);
  }

  LetterFilter filter() {
    Set<String> names = new HashSet<>(topics);
    topics.forEach(topic -> names.add(prefix + topic));
    return new LetterFilter(
        Set.copyOf(reasons), names, Optional.ofNullable(from), Optional.ofNullable(to));
  }

  /** After reading: refuses topics that neither exist nor have left a dead letter. */
  void checkTopics(CommandLine command, Set<String> onCluster) {
    Set<String> known = new TreeSet<>(sources);
    known.addAll(onCluster);
    for (String topic : topics) {
      if (!known.contains(topic) && !known.contains(prefix + topic)) {
        throw misuse(command, "no dead letter comes from a topic " + topic, topic, known);
      }
    }
  }

  private static ParameterException misuse(
      CommandLine command, String what, String wrong, Collection<String> known) {
    return new ParameterException(command, what + "; " + NearestNames.hint(wrong, known));
  }
}
