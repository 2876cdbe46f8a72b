package io.atomstreams.operators.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.validation.JsonCorpus.Document;
import io.atomstreams.operators.validation.ReferenceReader.NoJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Over all forms of JSON the two readers of events, and Jackson itself, accept the same and read
 * the same. A codec that takes the place of either has to pass here.
 */
class JsonConformanceTest {

  private static final List<Document> DOCUMENTS = JsonCorpus.documents();

  @Test
  void theCorpusHasDocumentsOfEveryKind() throws NoJson {
    assertThat(DOCUMENTS).hasSizeGreaterThan(1_000);
    int events = 0;
    for (Document document : DOCUMENTS) {
      events += document.isJson() && event(document) != null ? 1 : 0;
    }
    assertThat(events).isGreaterThan(300);
    assertThat(DOCUMENTS).filteredOn(Document::isJson).hasSizeGreaterThan(events + 200);
    assertThat(DOCUMENTS).filteredOn(document -> !document.isJson()).hasSizeGreaterThan(500);
  }

  @Test
  void theReferenceTakesForJsonWhatTheStandardDoes() {
    List<String> wrong = new ArrayList<>();
    for (Document document : DOCUMENTS) {
      boolean taken;
      try {
        ReferenceReader.tree(document.bytes());
        taken = true;
      } catch (NoJson e) {
        taken = false;
      }
      if (taken != document.isJson()) {
        wrong.add((taken ? "takes " : "refuses ") + document.name());
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void bothReadersAcceptAndReadWhatTheReferenceDoes() {
    EventDecoder decoder = new EventDecoder();
    List<String> wrong = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (Document document : DOCUMENTS) {
        compare(document, "decode", decoder.decode(document.stream(), document.bytes()), wrong);
      }
    }
    for (Document document : DOCUMENTS) {
      Decoded decoded = EventDecoder.decodeAnyJson(document.stream(), document.bytes());
      compare(document, "decodeAnyJson", decoded, wrong);
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void theShortWayIsTakenByEventsOfEveryPlainForm() {
    EventDecoder decoder = new EventDecoder();
    assertThat(DOCUMENTS)
        .filteredOn(document -> decoder.plain(document.stream(), document.bytes()) != null)
        .hasSizeGreaterThan(100);
  }

  private static Event event(Document document) throws NoJson {
    return ReferenceReader.read(document.stream(), document.bytes());
  }

  private static void compare(
      Document document, String reader, Decoded decoded, List<String> wrong) {
    Event expected = null;
    boolean isJson = true;
    try {
      expected = event(document);
    } catch (NoJson e) {
      isJson = false;
    }
    Event read = decoded instanceof Decoded.Accepted accepted ? accepted.event() : null;
    if (!Objects.equals(read, expected)) {
      wrong.add("%s of %s: %s, not %s".formatted(reader, document.name(), decoded, expected));
    } else if (!isJson
        && decoded instanceof Decoded.Rejected rejected
        && rejected.reason() == RejectionReason.MISSING_FIELD) {
      wrong.add("%s of %s: %s, and it is no JSON".formatted(reader, document.name(), decoded));
    }
  }
}
