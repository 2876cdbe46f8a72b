package io.atomstreams.pipelines.deadletter;

import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.privacy.Redaction;
import io.atomstreams.operators.validation.RejectionReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;

/**
 * Sends dead letters again to where they came from: key and value byte for byte, to the topic and
 * the partition the input was read from, so that it keeps its entity's partition whoever produced
 * it. The header {@code redriven-from} says where it stood before.
 *
 * <h2>Each exactly once</h2>
 *
 * <p>One Kafka transaction writes a batch of records and, for each, an entry of the {@link
 * RedriveLedger}; what the ledger knows is not sent. Either both can be seen or neither, so a run
 * that dies anywhere leaves nothing lost and nothing doubled: the next one sends the rest. All runs
 * of an installation share one transactional id. A run first takes it over, which aborts what a
 * dead one left open and shuts out one that is merely slow, and only then reads the ledger.
 *
 * <p>Committed consumer-group offsets would need no topic of their own, but know one number for a
 * partition: what a filter has passed over could never be sent later.
 *
 * <p>This holds for readers of the source topic that read committed, as the scoring job does unless
 * its {@code kafka.consumer} says otherwise.
 *
 * <h2>What comes of it</h2>
 *
 * <p>An input that fails again is a new dead letter with a new source position, and may be sent
 * again by another run; a run ends where the dead letters ended when it began, so nothing goes in
 * circles. The record's timestamp is the time it is sent; headers the input had are not kept by
 * dead letters and do not come back.
 */
public final class Redrive {

  /**
   * Reasons that no fix of a mapping, the configuration or the code takes away: to be left out
   * unless they are asked for.
   */
  public static final Set<String> HOPELESS =
      Set.of(RejectionReason.LATE.code(), RejectionReason.EMPTY.code());

  private static final int BATCH = 500;
  private static final int BATCH_BYTES = 4 << 20;

  private final RedriveLedger ledger;
  private final ToIntFunction<String> partitions;
  private final Resender resender;
  private final BiConsumer<StoredLetter, Result> report;
  private final int batchSize;
  private final List<StoredLetter> batch = new ArrayList<>();
  private int batchBytes;

  /** What became of a dead letter. */
  public enum Outcome {
    SENT,
    /** An earlier run has sent it, or this one from another dead letter of the same input. */
    SENT_BEFORE,
    /** Cannot be sent. */
    REFUSED
  }

  /**
   * What became of a dead letter.
   *
   * @param why it was refused, empty otherwise
   */
  public record Result(Outcome outcome, String why) {}

  /** Writes records and ledger entries, all or none of them. */
  interface Resender {

    /**
     * Returns when all is written for good.
     *
     * @return those that could not be written because the source topic takes no record of their
     *     size; all others are written
     */
    List<StoredLetter> send(List<StoredLetter> letters);
  }

  /**
   * Keeps up to {@code batchSize} records in memory.
   *
   * @param partitions of a topic by its full name, 0 if there is no such topic
   * @param report is told once the outcome is certain
   */
  Redrive(
      RedriveLedger ledger,
      ToIntFunction<String> partitions,
      Resender resender,
      BiConsumer<StoredLetter, Result> report,
      int batchSize) {
    Map<String, Integer> known = new HashMap<>();
    this.ledger = ledger;
    this.partitions = topic -> known.computeIfAbsent(topic, partitions::applyAsInt);
    this.resender = resender;
    this.report = report;
    this.batchSize = batchSize;
  }

  /** Says what would become of dead letters, and sends none. */
  public static Redrive rehearsal(
      Map<String, String> client,
      String prefix,
      ToIntFunction<String> partitions,
      BiConsumer<StoredLetter, Result> report) {
    RedriveLedger ledger = RedriveLedger.read(client, prefix);
    return new Redrive(ledger, partitions, letters -> List.of(), report, BATCH);
  }

  /** Sends through the given transactions, which have shut out every other run already. */
  public static Redrive through(
      RedriveTransactions transactions,
      ToIntFunction<String> partitions,
      BiConsumer<StoredLetter, Result> report) {
    return new Redrive(transactions.ledger(), partitions, transactions, report, BATCH);
  }

  /** Takes a dead letter; it may be sent with a later one, at the latest by {@link #finish()}. */
  public void accept(StoredLetter letter) {
    String why = whyNot(letter);
    if (!why.isEmpty()) {
      report.accept(letter, new Result(Outcome.REFUSED, why));
      return;
    }
    if (!ledger.add(letter.source().orElseThrow(), letter)) {
      report.accept(letter, new Result(Outcome.SENT_BEFORE, ""));
      return;
    }
    batch.add(letter);
    batchBytes += letter.bytes();
    if (batch.size() >= batchSize || batchBytes >= BATCH_BYTES) {
      finish();
    }
  }

  /** Sends what has not been sent yet. */
  public void finish() {
    if (batch.isEmpty()) {
      return;
    }
    List<StoredLetter> tooLarge = resender.send(List.copyOf(batch));
    for (StoredLetter letter : batch) {
      String why =
          tooLarge.contains(letter)
              ? "its " + letter.bytes() + " bytes are more than the topic takes in a record"
              : "";
      report.accept(letter, new Result(why.isEmpty() ? Outcome.SENT : Outcome.REFUSED, why));
    }
    batch.clear();
    batchBytes = 0;
  }

  private String whyNot(StoredLetter letter) {
    if (letter.source().isEmpty()) {
      return "its headers do not say where it came from";
    }
    if (letter.raw() == null || letter.raw().length == 0) {
      return "there are no bytes to send: the input had none, or they were not kept";
    }
    if (Redaction.is(letter.raw())) {
      return "its bytes were redacted (privacy.deadLetters: redact); its producer must send it again";
    }
    SourcePosition source = letter.source().get();
    int there = partitions.applyAsInt(source.topic());
    if (there == 0) {
      return "topic " + source.topic() + " does not exist any more";
    }
    if (source.partition() >= there) {
      return "topic %s has %d partitions now and no partition %d"
          .formatted(source.topic(), there, source.partition());
    }
    return "";
  }
}
