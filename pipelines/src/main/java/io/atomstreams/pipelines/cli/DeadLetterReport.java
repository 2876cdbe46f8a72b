package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.deadletter.Redrive;
import io.atomstreams.pipelines.deadletter.StoredLetter;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Prints dead letters one by one, for people or for machines. */
final class DeadLetterReport {

  private static final int SHOWN_BYTES = 160;
  private static final String INDENT = "    ";

  private final PrintWriter out;
  private final boolean json;
  private final ObjectMapper mapper = new ObjectMapper();

  DeadLetterReport(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** The whole dead letter: the bytes shortened for people, in full for machines. */
  void letter(StoredLetter letter) {
    if (json) {
      ObjectNode node = object(letter);
      bytes(node, "key", letter.key());
      bytes(node, "raw", letter.raw());
      line(node);
      return;
    }
    head(letter, "");
    if (!letter.detail().isEmpty()) {
      out.println(INDENT + PrintableBytes.show(letter.detail()));
    }
    out.println(INDENT + PrintableBytes.show(letter.raw(), SHOWN_BYTES));
  }

  /** What became of the dead letter. */
  void outcome(StoredLetter letter, String outcome, Redrive.Result result) {
    if (json) {
      ObjectNode node = object(letter).put("outcome", outcome);
      if (!result.why().isEmpty()) {
        node.put("why", result.why());
      }
      line(node);
      return;
    }
    head(letter, "  " + outcome);
    if (!result.why().isEmpty()) {
      out.println(INDENT + PrintableBytes.show(result.why()));
    }
  }

  /** The counts by reason. */
  void listed(Counts reasons) {
    if (!json) {
      out.println("dead letters " + reasons);
    }
  }

  /**
   * The last words of a redrive.
   *
   * @param outcomes counts by outcome
   * @param leftOut counts by reason
   */
  void redriven(Counts outcomes, Counts leftOut) {
    if (json) {
      ObjectNode node = mapper.createObjectNode();
      ObjectNode summary = node.putObject("summary");
      outcomes.forEach(summary::put);
      leftOut.forEach(summary.putObject("left_out")::put);
      line(node);
      return;
    }
    out.println("dead letters " + outcomes);
    if (leftOut.all() > 0) {
      out.println(
          "left out, since they would fail again: " + leftOut + " (--reason asks for them)");
    }
  }

  private void head(StoredLetter letter, String more) {
    String source = letter.source().map(SourcePosition::toString).orElse("from nowhere");
    out.println(
        letter.time()
            + "  "
            + PrintableBytes.show(source)
            + "  "
            + PrintableBytes.show(letter.reason())
            + more);
  }

  private ObjectNode object(StoredLetter letter) {
    ObjectNode node = mapper.createObjectNode();
    position(node, "at", letter.at());
    node.put("time", letter.time().toString());
    node.put("reason", letter.reason());
    node.put("detail", letter.detail());
    letter
        .source()
        .ifPresentOrElse(source -> position(node, "source", source), () -> node.putNull("source"));
    return node;
  }

  private static void position(ObjectNode node, String name, SourcePosition position) {
    node.putObject(name)
        .put("topic", position.topic())
        .put("partition", position.partition())
        .put("offset", position.offset());
  }

  /** Text as it is, anything else in Base64 under another name, as the demo's files have it. */
  private static void bytes(ObjectNode node, String name, byte[] bytes) {
    if (bytes == null) {
      node.putNull(name);
      return;
    }
    try {
      node.put(name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException noText) {
      node.put(name + "Base64", bytes);
    }
  }

  private void line(ObjectNode node) {
    out.println(node);
  }
}
