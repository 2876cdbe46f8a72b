package io.atomstreams.pipelines.connector;

import io.atomstreams.operators.event.EventType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Every topic of this release: its name without the installation's prefix, and what it is. */
public enum Topic {
  SALES_EVENTS(
      EventType.Stream.SALES.topic(),
      Role.INPUT,
      Duration.ofDays(7),
      "tenant|customerId, or tenant|orderId of a guest's order",
      "sales-events.schema.json",
      "the steps in the life of an order"),
  CUSTOMER_EVENTS(
      EventType.Stream.CUSTOMER.topic(),
      Role.INPUT,
      Duration.ofDays(7),
      "tenant|customerId",
      "customer-events.schema.json",
      "what customers do outside of orders"),
  PREDICTIONS(
      "predictions",
      Role.OUTPUT,
      Duration.ofDays(30),
      "tenant|entity id",
      "predictions.schema.json",
      "one score for each scored event"),
  FEATURES(
      "features",
      Role.OUTPUT,
      Duration.ofDays(90),
      "tenant|entity id, or tenant|eventId of an event without a known entity",
      "features.avsc",
      "what each event changed, with the vector as it was scored: the training set"),
  ALERTS(
      "alerts",
      Role.OUTPUT,
      Duration.ofDays(30),
      "tenant|entity id",
      "alerts.schema.json",
      "what a person or a policy should look at"),
  DEAD_LETTERS(
      "dead-letters",
      Role.OUTPUT,
      Duration.ofDays(30),
      "the input's own key",
      "",
      "inputs that could not be used, byte for byte or redacted; the headers say why and where from"),
  PROFILES(
      "profiles",
      Role.EVIDENCE,
      Duration.ofDays(30),
      "tenant|topic",
      "profiles.schema.json",
      "what the records of a topic looked like in a window, field by field"),
  FEEDBACK(
      "feedback",
      Role.ANSWER,
      Duration.ofDays(365),
      "tenant|entity id",
      "feedback.schema.json",
      "what people and systems say is the true answer to a label's question"),
  EXAMPLES(
      "examples",
      Role.EVIDENCE,
      Duration.ofDays(90),
      "tenant|entity id",
      "examples.schema.json",
      "vectors whose answer is known, with what models said of them, and corrections"),
  EVALUATIONS(
      "evaluations",
      Role.EVIDENCE,
      Duration.ofDays(365),
      "label|scorer|model version|segment",
      "evaluations.schema.json",
      "how good each model version was in a window, judged by answers that came later"),
  DRIFT(
      "drift",
      Role.EVIDENCE,
      Duration.ofDays(365),
      "detector",
      "drift.schema.json",
      "what detectors have seen change"),
  SPECS(
      "specs",
      Role.CONTROL,
      Duration.ofMillis(-1),
      "features|list id|number of the addition",
      "specs.schema.json",
      "features that joined the declared ones while the job ran"),
  BACKFILL(
      "backfill",
      Role.CONTROL,
      Duration.ofDays(7),
      "an entity's key, or empty",
      "",
      "the history of added features on its way to the entities; the headers say step and number"),
  AUDIT(
      "audit",
      Role.CONTROL,
      Duration.ofDays(365),
      "what was asked for",
      "audit.schema.json",
      "what the scoring job has done of what control records asked for"),
  MODELS(
      "models",
      Role.CONTROL,
      Duration.ofMillis(-1),
      "what the entry is about",
      "models.schema.json",
      "which model scores which events: registered versions, transitions, promises, decisions, in one order"),
  COMMANDS(
      "commands",
      Role.CONTROL,
      Duration.ofMillis(-1),
      "the job's name",
      "commands.schema.json",
      "what running jobs are told: pause, resume; the latest of each job stands"),
  SHADOW_PREDICTIONS(
      "shadow-predictions",
      Role.SIDE,
      Duration.ofDays(7),
      "tenant|entity id",
      "predictions.schema.json",
      "what a model in shadow would have said; nobody acts on it"),
  EXPOSURES(
      "exposures",
      Role.SIDE,
      Duration.ofDays(90),
      "tenant|entity id",
      "exposures.schema.json",
      "which side of a canary scored an entity first in each step of its ramp"),
  EXPLANATIONS(
      "explanations",
      Role.SIDE,
      Duration.ofDays(30),
      "tenant|entity id",
      "explanations.schema.json",
      "what each feature added to a score, for alerts and a sample"),
  INSIGHTS(
      "insights",
      Role.SIDE,
      Duration.ofDays(90),
      "scorer|model version",
      "insights.schema.json",
      "which features have mattered most to a model lately"),
  TRAINING_REQUESTS(
      "training-requests",
      Role.WORK,
      Duration.ofDays(30),
      "model",
      "training-requests.schema.json",
      "trainings that are asked for, each within bounds"),
  TRAINING_OUTCOMES(
      "training-outcomes",
      Role.LEDGER,
      Duration.ofMillis(-1),
      "id of a request",
      "training-outcomes.schema.json",
      "what became of each: a new version of the model, or why there is none"),
  REDRIVEN(
      "redriven",
      Role.LEDGER,
      Duration.ofMillis(-1),
      "source position and digest of a dead letter",
      "",
      "which dead letters were sent again: the memory of atom dead-letters redrive");

  /** Which way a topic is used. */
  public enum Role {
    /** Read by the scoring job. */
    INPUT,
    /** Written by the scoring job. */
    OUTPUT,
    /**
     * Written by the scoring job beside its outputs, as far as the load allows: no part of the
     * account, and not compared in a replay.
     */
    SIDE,
    /** How jobs are told to change while they run, and how they answer. */
    CONTROL,
    /** Written by another job about what is on the others. */
    EVIDENCE,
    /** Written by people and systems outside, read by the learning job. */
    ANSWER,
    /** What a worker beside the jobs is asked for. */
    WORK,
    /** No concern of any job: a compacted topic in which a command remembers what it has done. */
    LEDGER
  }

  private final String baseName;
  private final Role role;
  private final Duration retention;
  private final String key;
  private final String schema;
  private final String about;

  Topic(String baseName, Role role, Duration retention, String key, String schema, String about) {
    this.baseName = baseName;
    this.role = role;
    this.retention = retention;
    this.key = key;
    this.schema = schema;
    this.about = about;
  }

  /** Name without prefix. */
  public String baseName() {
    return baseName;
  }

  /**
   * Full name: the prefix as it is, followed by the name ({@code shop.} gives {@code shop.alerts}).
   */
  public String in(String prefix) {
    return prefix + baseName;
  }

  public Role role() {
    return role;
  }

  /** Whether the last record of each key is kept for ever. */
  boolean isCompacted() {
    return role == Role.LEDGER || this == SPECS || this == COMMANDS;
  }

  /** Whether all its records keep their order: it has one partition then. */
  boolean isOrdered() {
    return this == SPECS || this == BACKFILL || this == MODELS || this == COMMANDS;
  }

  /**
   * How long records are kept, counted from when the broker took them, never from event time; -1 ms
   * stands for ever.
   */
  public Duration retention() {
    return retention;
  }

  /** What the record key is, in words. */
  public String key() {
    return key;
  }

  /** Names of the record headers. */
  public List<String> headers() {
    return switch (this) {
      case SALES_EVENTS,
          CUSTOMER_EVENTS,
          PROFILES,
          FEEDBACK,
          EVALUATIONS,
          DRIFT,
          SPECS,
          AUDIT,
          MODELS,
          COMMANDS,
          TRAINING_REQUESTS,
          TRAINING_OUTCOMES,
          REDRIVEN ->
          List.of();
      case BACKFILL -> Headers.OF_BACKFILL;
      case PREDICTIONS,
          FEATURES,
          ALERTS,
          EXAMPLES,
          SHADOW_PREDICTIONS,
          EXPOSURES,
          EXPLANATIONS,
          INSIGHTS ->
          List.of(Headers.READ_AT);
      case DEAD_LETTERS -> Headers.OF_DEAD_LETTERS;
    };
  }

  /** Resource under {@code schemas/} that describes the value, or empty where it is raw bytes. */
  public String schema() {
    return schema;
  }

  /** What is on the topic, in half a sentence. */
  public String about() {
    return about;
  }

  /**
   * Whether a topic of this full name is one of ours that the scoring job does not read: a dead
   * letter of it is another job's.
   */
  public static boolean isReadByOthersOnly(String prefix, String fullName) {
    return of(prefix, fullName).filter(topic -> topic.role() != Role.INPUT).isPresent();
  }

  /** The topic with this full name under this prefix. */
  public static Optional<Topic> of(String prefix, String fullName) {
    return Arrays.stream(values()).filter(topic -> topic.in(prefix).equals(fullName)).findFirst();
  }
}
