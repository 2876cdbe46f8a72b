package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelManifest.Artifact;
import io.atomstreams.model.registry.ModelManifest.Lineage;
import io.atomstreams.model.registry.ModelManifest.Metric;
import io.atomstreams.model.registry.ModelManifest.Period;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints manifests, for people or for machines. */
final class ManifestReport {

  private final PrintWriter out;
  private final boolean json;
  private final JsonMapper mapper =
      JsonMapper.builder()
          .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
          .build();

  ManifestReport(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  private static long bytes(ModelManifest manifest) {
    return manifest.artifacts().stream().mapToLong(Artifact::bytes).sum();
  }

  private static String signed(Optional<String> signer) {
    return signer.map(key -> "signed by " + key).orElse("not signed");
  }

  void line(ModelManifest manifest, Optional<String> signer) {
    if (json) {
      out.println(
          head(manifest.ref())
              .put("engine", manifest.engine())
              .put("features", manifest.features().size())
              .put("featuresHash", manifest.featuresHash())
              .put("bytes", bytes(manifest))
              .put("digest", manifest.digest())
              .put("signer", signer.orElse(null)));
      return;
    }
    out.printf(
        Locale.ROOT,
        "%-24s %-12s %4d features %s  %,12d bytes  %s%n",
        manifest.ref(),
        manifest.engine(),
        manifest.features().size(),
        manifest.featuresHash(),
        bytes(manifest),
        signed(signer));
  }

  void unreadable(ModelRef ref, String reason) {
    if (json) {
      out.println(head(ref).put("unreadable", reason));
    } else {
      out.printf("%-24s %s%n", ref, reason);
    }
  }

  private ObjectNode head(ModelRef ref) {
    return mapper.createObjectNode().put("model", ref.toString());
  }

  void whole(ModelManifest manifest, Optional<String> signer) {
    if (json) {
      ObjectNode node = mapper.valueToTree(manifest);
      out.println(node.put("digest", manifest.digest()).put("signer", signer.orElse(null)));
      return;
    }
    out.printf("%s, %s, %s%n", manifest.ref(), manifest.engine(), signed(signer));
    line("digest", manifest.digest());
    manifest
        .signature()
        .inputs()
        .forEach(array -> line("input", array.name() + " " + array.type() + " " + array.shape()));
    manifest
        .signature()
        .outputs()
        .forEach(array -> line("output", array.name() + " " + array.type() + " " + array.shape()));
    line(
        "score",
        "%s[%d], a %s"
            .formatted(
                manifest.signature().score().output(),
                manifest.signature().score().column(),
                manifest.signature().score().kind().name().toLowerCase(Locale.ROOT)));
    line("features", "%d, hash %s".formatted(manifest.features().size(), manifest.featuresHash()));
    line("", String.join(" ", manifest.features()));
    line("base rate", "%.6g".formatted(manifest.baseRate()));
    manifest.metrics().forEach(this::metric);
    manifest.data().forEach(this::period);
    lineage(manifest.lineage());
    manifest
        .artifacts()
        .forEach(
            file ->
                line(
                    "file",
                    "%s, %,d bytes, %s".formatted(file.path(), file.bytes(), file.sha256())));
    line(
        "golden",
        "%d vectors, ± %s"
            .formatted(manifest.golden().vectors().size(), manifest.golden().tolerance()));
  }

  private void metric(Metric metric) {
    String baseline =
        Double.isNaN(metric.baseline())
            ? ""
            : String.format(Locale.ROOT, ", %s %.4f", metric.baselineName(), metric.baseline());
    line(
        "metric",
        String.format(
            Locale.ROOT, "%s %.4f%s, on %s", metric.name(), metric.value(), baseline, metric.on()));
  }

  private void period(Period period) {
    line(
        "data",
        String.format(
            Locale.ROOT,
            "%s: %s to %s, %,d rows, %,d positive",
            period.use(),
            period.from(),
            period.to(),
            period.rows(),
            period.positives()));
  }

  private void lineage(Lineage lineage) {
    String text =
        Stream.of(
                lineage.parent().isEmpty() ? "" : "from " + lineage.parent(),
                lineage.command(),
                "seed " + lineage.seed(),
                lineage.specHash().isEmpty() ? "" : "spec " + lineage.specHash(),
                lineage.dataDigest().isEmpty() ? "" : "rows " + lineage.dataDigest(),
                lineage.tool())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(", "));
    line("lineage", text);
  }

  private void line(String title, String text) {
    out.printf("    %-10s %s%n", title, text);
  }

  void verified(ModelManifest manifest, Optional<String> signer) {
    if (json) {
      out.println(
          head(manifest.ref())
              .put("verified", true)
              .put("signer", signer.orElse(null))
              .put("files", manifest.artifacts().size())
              .put("goldenVectors", manifest.golden().vectors().size()));
      return;
    }
    out.printf(
        Locale.ROOT,
        "%s would serve: %s, %d files with their checksums, inspected, %d golden vectors agree%n",
        manifest.ref(),
        signed(signer),
        manifest.artifacts().size(),
        manifest.golden().vectors().size());
  }

  void refused(ModelRef ref, String reason) {
    if (json) {
      out.println(head(ref).put("verified", false).put("reason", reason));
    } else {
      out.println("refused: " + reason);
    }
  }
}
