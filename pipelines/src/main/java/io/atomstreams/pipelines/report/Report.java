package io.atomstreams.pipelines.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.pipelines.report.html.Markup;
import io.atomstreams.pipelines.report.html.Numerals;
import io.atomstreams.pipelines.report.html.Table;
import io.atomstreams.pipelines.report.section.FeatureNames;
import io.atomstreams.pipelines.report.section.Section;
import io.atomstreams.pipelines.report.section.Sections;
import io.atomstreams.pipelines.report.source.Archive;
import io.atomstreams.pipelines.report.source.Archive.Span;
import java.time.Instant;
import java.util.List;

/**
 * One reading of an archive, and the page made of it. Every record is read once; what is kept is
 * bounded (some MB for each model version, some kB for each feature), whatever the range. The same
 * records and the same instant give the same bytes, in whatever order partitions were read.
 */
public final class Report {

  private final Archive archive;
  private final Span span;
  private final Choice choice;
  private final Instant generated;
  private final List<Section> sections;
  private final Archive.Tally tally;

  private Report(
      Archive archive,
      Span span,
      Choice choice,
      Instant generated,
      List<Section> sections,
      Archive.Tally tally) {
    this.archive = archive;
    this.span = span;
    this.choice = choice;
    this.generated = generated;
    this.sections = sections;
    this.tally = tally;
  }

  /**
   * Reads.
   *
   * @param generated what the page gives as its time
   * @throws IllegalArgumentException if the tenant or scorer that was chosen has no record
   */
  public static Report of(
      Archive archive, Span span, Choice choice, FeatureNames names, Instant generated) {
    List<Section> sections = Sections.all(archive.clock(), names, choice.scorer());
    Archive.Tally tally =
        archive.read(
            span,
            sighting -> {
              if (choice.wants(sighting)) {
                sections.forEach(section -> section.take(sighting));
              }
            });
    choice.check();
    return new Report(archive, span, choice, generated, sections, tally);
  }

  /** How many records were read. */
  public long records() {
    return tally.read().values().stream().mapToLong(Long::longValue).sum();
  }

  /** The page. */
  public String html() {
    Markup page = Markup.page();
    page.open("html", "lang", "en").open("head").leaf("meta", "charset", "utf-8");
    page.leaf("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.leaf("meta", "name", "color-scheme", "content", "light dark");
    // nothing is loaded and nothing runs, whatever a topic holds
    page.leaf(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    page.leaf("link", "rel", "icon", "href", "data:,");
    page.element("title", "ATOM Streams report, " + archive.name());
    page.style(StyleSheet.text()).closeLine();
    page.open("body");
    writeHead(page);
    page.open("main");
    for (Section section : sections) {
      page.open("section", "id", section.id()).element("h2", section.title());
      section.write(page);
      page.closeLine();
    }
    page.close();
    writeFoot(page);
    page.close().closeLine();
    return page.finished();
  }

  private void writeHead(Markup page) {
    page.open("header").element("p", "ATOM Streams", "class", "brand");
    page.element("h1", "Operations report");
    page.element("p", about(), "class", "lead");
    page.open("nav", "aria-label", "Sections");
    sections.forEach(section -> page.element("a", section.title(), "href", "#" + section.id()));
    page.close().closeLine();
  }

  private String about() {
    String of = archive.name();
    of += choice.tenant().map(name -> ", tenant " + name).orElse("");
    of += choice.scorer().map(name -> ", scorer " + name).orElse("");
    return "%s · %s · made %s UTC".formatted(of, range(), Numerals.time(generated.toEpochMilli()));
  }

  private String range() {
    if (span.equals(Span.ALL)) {
      return "all that is kept";
    }
    String from = span.from() == Long.MIN_VALUE ? "the beginning" : Numerals.time(span.from());
    String to = span.to() == Long.MAX_VALUE ? "now" : Numerals.time(span.to());
    return "%s to %s UTC, %s"
        .formatted(
            from,
            to,
            archive.clock() == Archive.Clock.TAKEN
                ? "by when the broker took a record"
                : "by event time");
  }

  private void writeFoot(Markup page) {
    page.open("footer").open("details").element("summary", "What this page was made of");
    Table table = new Table("Records by topic").words("Topic").figures("Read", "Unreadable");
    tally
        .read()
        .forEach(
            (topic, count) ->
                table.row(
                    topic,
                    Numerals.count(count),
                    Numerals.count(tally.unreadable().getOrDefault(topic, 0L))));
    tally.unreadable().keySet().stream()
        .filter(topic -> !tally.read().containsKey(topic))
        .forEach(topic -> table.row(topic, "0", Numerals.count(tally.unreadable().get(topic))));
    table.write(page);
    page.element(
        "p",
        "Each record was read once, as it was committed. Unreadable ones are of a version that this"
            + " release does not know. Importances and the log of models belong to no tenant.",
        "class",
        "note");
    page.close().closeLine();
  }

  /** The figures for machines. */
  public ObjectNode json() {
    ObjectNode json = JsonMapper.builder().build().createObjectNode();
    json.put("archive", archive.name()).put("generated", generated.toString());
    ObjectNode read = json.putObject("read");
    tally.read().forEach(read::put);
    ObjectNode unreadable = json.putObject("unreadable");
    tally.unreadable().forEach(unreadable::put);
    for (Section section : sections) {
      section.tell(json.putObject(section.id()));
    }
    return json;
  }
}
