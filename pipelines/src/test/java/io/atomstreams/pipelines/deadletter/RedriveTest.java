package io.atomstreams.pipelines.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedriveTest {

  private final List<List<StoredLetter>> batches = new ArrayList<>();
  private final List<String> results = new ArrayList<>();
  private final List<StoredLetter> tooLarge = new ArrayList<>();

  private Redrive redrive(int batchSize) {
    return new Redrive(
        RedriveLedger.empty(""),
        topic -> topic.equals("sales-events") ? 4 : 0,
        letters -> {
          batches.add(letters);
          return letters.stream().filter(tooLarge::contains).toList();
        },
        (letter, result) ->
            results.add(
                letter.at().offset()
                    + " "
                    + result.outcome()
                    + (result.why().isEmpty() ? "" : " " + result.why())),
        batchSize);
  }

  @Test
  void sendsInBatchesAndReportsOnlyWhatIsCertain() {
    Redrive redrive = redrive(2);
    redrive.accept(SampleLetters.letter(1, "unmapped"));
    assertThat(results).isEmpty();
    redrive.accept(SampleLetters.letter(2, "unmapped"));
    assertThat(results).containsExactly("1 SENT", "2 SENT");
    redrive.accept(SampleLetters.letter(3, "unmapped"));
    redrive.finish();
    redrive.finish();
    assertThat(batches).extracting(List::size).containsExactly(2, 1);
  }

  @Test
  void anInputIsKnownByItsPositionAndItsBytes() {
    SourcePosition source = new SourcePosition("sales-events", 0, 7);
    Redrive redrive = redrive(1);
    redrive.accept(SampleLetters.letter(source, "unmapped", "a"));
    redrive.accept(SampleLetters.letter(source, "not_json", "a"));
    redrive.accept(SampleLetters.letter(source, "unmapped", "b"));
    assertThat(results).containsExactly("7 SENT", "7 SENT_BEFORE", "7 SENT");
  }

  @Test
  void refusesWhatCannotBeSent() {
    Redrive redrive = redrive(1);
    redrive.accept(SampleLetters.letter(new SourcePosition("gone", 0, 1), "unmapped", "a"));
    redrive.accept(SampleLetters.letter(new SourcePosition("sales-events", 4, 2), "late", "a"));
    redrive.accept(SampleLetters.letter(new SourcePosition("sales-events", 0, 3), "late", null));
    redrive.accept(SampleLetters.letter(new SourcePosition("sales-events", 0, 4), "late", ""));
    redrive.accept(
        new StoredLetter(
            new SourcePosition("dead-letters", 0, 5),
            SampleLetters.time(5),
            "late",
            "",
            Optional.empty(),
            null,
            new byte[1]));
    String redacted =
        "{\"redacted\":true,\"bytes\":7,\"digest\":\"00112233445566778899aabbccddeeff\"}";
    redrive.accept(
        SampleLetters.letter(new SourcePosition("sales-events", 0, 6), "late", redacted));
    assertThat(results)
        .containsExactly(
            "1 REFUSED topic gone does not exist any more",
            "2 REFUSED topic sales-events has 4 partitions now and no partition 4",
            "3 REFUSED there are no bytes to send: the input had none, or they were not kept",
            "4 REFUSED there are no bytes to send: the input had none, or they were not kept",
            "5 REFUSED its headers do not say where it came from",
            "6 REFUSED its bytes were redacted (privacy.deadLetters: redact); its producer must send"
                + " it again");
    assertThat(batches).isEmpty();
  }

  @Test
  void whatIsTooLargeForTheTopicDoesNotKeepTheOthersBack() {
    tooLarge.add(SampleLetters.letter(1, "too_large"));
    Redrive redrive = redrive(2);
    redrive.accept(tooLarge.get(0));
    redrive.accept(SampleLetters.letter(2, "unmapped"));
    assertThat(results)
        .containsExactly(
            "1 REFUSED its 6 bytes are more than the topic takes in a record", "2 SENT");
  }

  @Test
  void aFailureOfTheTransactionEndsTheRun() {
    Redrive redrive =
        new Redrive(
            RedriveLedger.empty(""),
            topic -> 1,
            letters -> {
              throw new IllegalStateException("fenced");
            },
            (letter, result) -> results.add("told"),
            1);
    assertThatThrownBy(() -> redrive.accept(SampleLetters.letter(1, "unmapped")))
        .hasMessage("fenced");
    assertThat(results).isEmpty();
  }
}
