package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.model.FeatureListHash;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.feature.FeatureSpec;
import io.atomstreams.pipelines.config.DurationText;
import io.atomstreams.pipelines.scoring.FeatureDryRun;
import io.atomstreams.pipelines.scoring.FeatureText;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints features and vectors, for people or for machines. */
final class FeatureReport {

  /** How many vectors unless asked for otherwise. */
  static final int SHOWN = 10;

  private static final int IN_A_LINE = 4;
  private static final String CONNECTED =
      "number of customers connected with this one, it included";

  private final PrintWriter out;
  private final FeatureList list;
  private final ObjectMapper mapper = new ObjectMapper();

  FeatureReport(PrintWriter out, FeatureList list) {
    this.out = out;
    this.list = list;
  }

  void list(boolean json) {
    if (json) {
      ObjectNode node = mapper.createObjectNode().put("id", list.id()).put("hash", list.hash());
      for (int i = 0; i < list.size(); i++) {
        node.withArray("features").add(object(i));
      }
      out.println(node);
      return;
    }
    out.printf(Locale.ROOT, "%s, %d features, hash %s%n", list.id(), list.size(), list.hash());
    int names = width(list.names());
    int formulas = width(list.features().stream().map(FeatureText::formula).toList());
    String line = "%3d  %-" + names + "s  %-" + formulas + "s  %s";
    for (int i = 0; i < list.size(); i++) {
      FeatureSpec feature = list.features().get(i);
      out.println(
          String.format(
                  Locale.ROOT, line, i, feature.name(), FeatureText.formula(feature), over(feature))
              .stripTrailing());
    }
  }

  private static int width(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(1);
  }

  private static String over(FeatureSpec feature) {
    if (feature instanceof FeatureSpec.Component component) {
      return "tenant: customers connected over %s, on %s"
          .formatted(DurationText.format(component.window()), FeatureText.events(component.on()));
    }
    return feature instanceof FeatureSpec.Windowed windowed
        ? "%s: of %s over %s, on %s"
            .formatted(
                windowed.entity().yamlName(),
                windowed.reading().description(),
                DurationText.format(windowed.window()),
                FeatureText.events(windowed.on()))
        : "";
  }

  void describe(int position, boolean json) {
    if (json) {
      out.println(object(position));
      return;
    }
    FeatureSpec feature = list.features().get(position);
    out.printf(Locale.ROOT, "%s, position %d of %s%n", feature.name(), position, list.id());
    line("formula", FeatureText.formula(feature));
    if (feature instanceof FeatureSpec.Windowed windowed) {
      line("computes", windowed.choice().summary());
      line("value", windowed.reading().description());
      line("entity", entity(windowed.entity()));
      line("events", FeatureText.events(windowed.on()));
      window(windowed);
    }
    if (feature instanceof FeatureSpec.Component component) {
      line("computes", CONNECTED);
      line(
          "entity",
          "a graph for each tenant, of at most %d nodes a period".formatted(component.most()));
      line("events", FeatureText.events(component.on()));
      window(component);
    }
    float missing = list.defaultOf(feature.name());
    if (!Float.isNaN(missing)) {
      line("default", text(missing));
    }
    String users =
        list.features().stream()
            .filter(other -> other instanceof FeatureSpec.OfTwo derived && uses(derived, feature))
            .map(FeatureSpec::name)
            .collect(Collectors.joining(", "));
    if (!users.isEmpty()) {
      line("used by", users);
    }
  }

  private void window(FeatureSpec.OfEntity feature) {
    line(
        "window",
        "%s, reaching back up to %s further"
            .formatted(
                DurationText.format(feature.window()), DurationText.format(feature.slack())));
  }

  private static boolean uses(FeatureSpec.OfTwo derived, FeatureSpec feature) {
    return derived.left().equals(feature.name()) || derived.right().equals(feature.name());
  }

  /** A declared kind with how it is found. */
  private static String entity(EntityKind kind) {
    return EntityKind.BUILT_IN.contains(kind)
        ? kind.yamlName()
        : kind.yamlName() + ", found by " + kind.ids().text();
  }

  private void line(String title, String text) {
    out.printf(Locale.ROOT, "    %-8s  %s%n", title, text);
  }

  private ObjectNode object(int position) {
    FeatureSpec feature = list.features().get(position);
    ObjectNode node =
        mapper
            .createObjectNode()
            .put("position", position)
            .put("name", feature.name())
            .put("formula", FeatureText.formula(feature));
    if (feature instanceof FeatureSpec.Windowed windowed) {
      node.put("computes", windowed.choice().summary());
      node.put("entity", windowed.entity().yamlName());
      node.put("value", windowed.reading().description());
      windowed.on().stream().sorted().forEach(type -> node.withArray("on").add(type.wireName()));
    }
    if (feature instanceof FeatureSpec.Component component) {
      node.put("computes", CONNECTED);
      component.through().stream()
          .sorted()
          .forEach(kind -> node.withArray("through").add(kind.yamlName()));
      component.on().stream().sorted().forEach(type -> node.withArray("on").add(type.wireName()));
      node.put("most", component.most());
    }
    if (feature instanceof FeatureSpec.OfEntity ofEntity) {
      node.put("window", DurationText.format(ofEntity.window()));
      node.put("slack", DurationText.format(ofEntity.slack()));
    }
    float missing = list.defaultOf(feature.name());
    if (!Float.isNaN(missing)) {
      node.put("default", missing);
    }
    return node;
  }

  /** A scored record: which event of whom, then the values, {@code -} where there is none. */
  void vector(FeatureRecord record) {
    out.printf(
        Locale.ROOT,
        "%s  %s #%d  %s %s%s%n",
        Instant.ofEpochMilli(record.asOf()),
        PrintableBytes.show(record.entity()),
        record.touched().get(0).sequence(),
        record.type(),
        PrintableBytes.show(record.eventId()),
        record.repaired().isEmpty() ? "" : "  repaired by " + String.join(", ", record.repaired()));
    int size = record.vector().length;
    boolean named =
        size <= list.size()
            && record.listHash().equals(FeatureListHash.of(list.names().subList(0, size)));
    int width = named ? width(list.names()) : 4;
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < record.vector().length; i++) {
      String name = named ? list.names().get(i) : "v" + i;
      line.append(
          String.format(
              Locale.ROOT,
              "    %-" + width + "s %10s",
              name,
              i < record.ready() ? text(record.vector()[i]) : "not ready"));
      if (i % IN_A_LINE == IN_A_LINE - 1 || i == record.vector().length - 1) {
        out.println(line);
        line.setLength(0);
      }
    }
  }

  void dryRun(FeatureDryRun.Report report, boolean json) {
    if (json) {
      ObjectNode node =
          mapper
              .createObjectNode()
              .put("events", report.events())
              .put("refused", report.refused())
              .put("entities", report.entities())
              .put("vectors", report.vectors());
      report.findings().forEach(finding -> node.withArray("features").add(object(finding)));
      out.println(node);
      return;
    }
    out.printf(
        Locale.ROOT,
        "%,d events of %,d entities, %,d refused; %,d vectors%n",
        report.events(),
        report.entities(),
        report.refused(),
        report.vectors());
    int names = width(report.findings().stream().map(FeatureDryRun.Finding::name).toList());
    String row = "%-" + Math.max(names, 7) + "s  %-7s %9s %9s %12s %12s %12s%n";
    out.printf(row, "feature", "change", "differs", "missing", "min", "mean", "max");
    for (FeatureDryRun.Finding finding : report.findings()) {
      boolean any = finding.values().getCount() > 0;
      out.printf(
          Locale.ROOT,
          row,
          finding.name(),
          change(finding),
          finding.differs(),
          finding.missing(),
          any ? text((float) finding.values().getMin()) : "-",
          any ? text((float) finding.values().getAverage()) : "-",
          any ? text((float) finding.values().getMax()) : "-");
    }
  }

  private static String change(FeatureDryRun.Finding finding) {
    return finding.change().name().toLowerCase(Locale.ROOT);
  }

  private ObjectNode object(FeatureDryRun.Finding finding) {
    ObjectNode node =
        mapper
            .createObjectNode()
            .put("name", finding.name())
            .put("change", change(finding))
            .put("differs", finding.differs())
            .put("missing", finding.missing());
    if (finding.values().getCount() > 0) {
      node.put("min", finding.values().getMin())
          .put("mean", finding.values().getAverage())
          .put("max", finding.values().getMax());
    }
    return node;
  }

  /** Whole numbers as such, others to two places, or to six digits where they are small. */
  private static String text(float value) {
    if (Float.isNaN(value)) {
      return "-";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.6f" : "%.2f", value);
  }
}
