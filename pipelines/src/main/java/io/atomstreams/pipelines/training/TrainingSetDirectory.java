package io.atomstreams.pipelines.training;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.operators.label.LabelPass.Labelled;
import io.atomstreams.operators.label.LabelSpec;
import io.atomstreams.pipelines.config.DurationText;
import io.atomstreams.pipelines.training.RowSelection.Counts;
import io.atomstreams.pipelines.training.RowSelection.Selected;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A training set on disk: the rows in one file, and {@code manifest.json}, which is written last
 * and says what the rows are. The same log and selection give the same bytes.
 */
public final class TrainingSetDirectory {

  /** There only if the rows are complete. */
  public static final String MANIFEST = "manifest.json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectWriter PRETTY = JSON.writer(printer());

  private final Path directory;

  /**
   * A directory to be written.
   *
   * @throws IllegalArgumentException if there is a training set in it
   */
  public TrainingSetDirectory(Path directory) {
    this.directory = directory;
    if (Files.exists(directory.resolve(MANIFEST))) {
      throw new IllegalArgumentException(
          directory + " has a " + MANIFEST + " already; name another directory or remove it");
    }
  }

  /** Writes rows and manifest; returns the file with the rows. */
  public Path write(
      RowSelection selection, Selected selected, FeatureColumns columns, RowFormat format)
      throws IOException {
    List<String> features = columns.over(selected.rows());
    Files.createDirectories(directory);
    Path rows = directory.resolve(format.fileName());
    MessageDigest digest = sha256();
    try (OutputStream out =
            new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(rows)), digest);
        RowWriter writer = format.open(out, features)) {
      for (Labelled row : selected.rows()) {
        writer.write(row);
      }
    }
    ObjectNode manifest = JSON.createObjectNode();
    manifest.set("label", label(selection.label()));
    manifest.set("features", features(columns));
    manifest.set("period", period(selection));
    manifest.put("logEnd", selected.logEnd().toString());
    manifest.set("counts", counts(selected.counts()));
    manifest
        .putObject("file")
        .put("name", format.fileName())
        .put("sha256", HexFormat.of().formatHex(digest.digest()));
    Files.writeString(directory.resolve(MANIFEST), PRETTY.writeValueAsString(manifest) + "\n");
    return rows;
  }

  /** As it would be declared. */
  private static ObjectNode label(LabelSpec label) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("id", label.id())
            .put("subject", label.subject().name().toLowerCase(Locale.ROOT))
            .put("opensOn", label.opensOn().wireName());
    boolean absence = label.positiveOn().absence();
    node.putObject("positiveOn")
        .put(absence ? "absenceOf" : "event", label.positiveOn().event().wireName())
        .put(absence ? "for" : "within", DurationText.format(label.horizon()));
    return node.put("maturity", DurationText.format(label.maturity()));
  }

  private static ObjectNode features(FeatureColumns columns) {
    ObjectNode node = JSON.createObjectNode().put("listHash", columns.listHash());
    columns
        .names()
        .ifPresent(
            names -> {
              ArrayNode list = node.putArray("names");
              names.forEach(list::add);
            });
    return node;
  }

  private static ObjectNode period(RowSelection selection) {
    return JSON.createObjectNode()
        .put("from", text(selection.from()))
        .put("to", text(selection.to()));
  }

  private static String text(Optional<Instant> instant) {
    return instant.map(Instant::toString).orElse(null);
  }

  private static ObjectNode counts(Counts counts) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("openings", counts.openings())
            .put("rows", counts.rows())
            .put("positive", counts.positive())
            .put("immature", counts.immature())
            .put("answerSeen", counts.answerSeen());
    ObjectNode others = node.putObject("otherLists");
    counts.otherLists().forEach(others::put);
    return node;
  }

  private static DefaultPrettyPrinter printer() {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
