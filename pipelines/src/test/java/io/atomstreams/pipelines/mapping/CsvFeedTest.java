package io.atomstreams.pipelines.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.pipelines.config.ConfigException;
import io.atomstreams.pipelines.feed.FeedEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFeedTest {

  private static final Path TESTDATA = Path.of("..", "testdata");
  private static final Path INVOICES = TESTDATA.resolve("streams/invoices.csv");
  private static final Path ONLINE_RETAIL = TESTDATA.resolve("mappings/online-retail.yaml");

  private static final String WAY_OUT = " correct the row or let a rule ignore such rows";

  private static final String SMALL =
      """
      format: csv
      event: {type: order_placed, tenant: t, eventId: "e${no}", orderId: "${no}", currency: EUR}
      time: {field: at, format: epoch_millis}
      group: {by: "no", mergeWithin: 1}
      lines: {sku: "${art}", qty: "1", unitPrice: "${price}"}
      """;

  @TempDir private Path folder;

  private static List<String> values(CsvFeed feed) {
    List<String> values = new ArrayList<>();
    feed.forEachRemaining(event -> values.add(new String(event.value(), UTF_8)));
    return values;
  }

  private CsvFeed feed(String mapping, String csv) throws IOException {
    return CsvFeed.open(
        Files.writeString(folder.resolve("orders.csv"), csv),
        EventMapping.parse("m.yaml", mapping));
  }

  private static void addsUp(MappingReport report) {
    assertThat(report.linesInEvents() + report.ignoredLines() + report.unmappableLines())
        .isEqualTo(report.lines() - report.pending());
  }

  @Test
  void mapsEveryOddityAsTheExpectedFileSays() throws IOException {
    try (CsvFeed feed = CsvFeed.open(INVOICES, ONLINE_RETAIL)) {
      assertThat(values(feed))
          .isEqualTo(Files.readAllLines(TESTDATA.resolve("streams/invoices.expected.jsonl")));
    }
  }

  @Test
  void accountsForEveryLine() {
    try (CsvFeed feed = CsvFeed.open(INVOICES, ONLINE_RETAIL)) {
      while (feed.hasNext()) {
        addsUp(feed.report());
        feed.next();
      }
      MappingReport report = feed.report();
      assertThat(report.lines()).isEqualTo(16);
      assertThat(report.pending()).isZero();
      assertThat(report.events()).isEqualTo(6);
      assertThat(report.linesInEvents()).isEqualTo(8);
      assertThat(report.ignored()).isEqualTo(Map.of("bad_debt", 1L, "stock_adjustment", 1L));
      assertThat(report.unmappable())
          .isEqualTo(
              Map.of(
                  "missing_value", 1L,
                  "not_a_number", 1L,
                  "not_a_time", 1L,
                  "out_of_contract", 1L,
                  "out_of_range", 1L,
                  "wrong_column_count", 1L));
      addsUp(report);
    }
  }

  @Test
  void namesFileLineColumnValueAndRule() {
    try (CsvFeed feed = CsvFeed.open(INVOICES, ONLINE_RETAIL)) {
      feed.forEachRemaining(event -> {});
      assertThat(feed.report().examples())
          .contains(
              "invoices.csv line 13: ${Quantity} is 'three', must be a whole number of units;"
                  + WAY_OUT,
              "invoices.csv line 15: InvoiceDate is '2026-02-30 12:30:00', must be a time written"
                  + " as yyyy-MM-dd HH:mm:ss;"
                  + WAY_OUT,
              "invoices.csv line 16: 5 columns, must be 8 as in the header;" + WAY_OUT,
              "invoices.csv line 17: ${Quantity} is '-1', must be at least 1;" + WAY_OUT,
              "invoices.csv line 18: InvoiceNo is blank; it says which order a row belongs"
                  + " to;"
                  + WAY_OUT);
    }
  }

  @Test
  void keysByCustomerOrByOrderForGuests() {
    try (CsvFeed feed = CsvFeed.open(INVOICES, ONLINE_RETAIL)) {
      List<FeedEvent> events = new ArrayList<>();
      feed.forEachRemaining(events::add);
      assertThat(events)
          .extracting(FeedEvent::key)
          .startsWith("online-retail|501", "online-retail|502", "online-retail|700003");
      assertThat(events.get(0).ts()).isEqualTo(1_767_604_500_000L);
    }
  }

  @Test
  void givesALaterPartOfAnOrderItsOwnEventId() throws IOException {
    try (CsvFeed feed =
        feed(
            SMALL,
            "no,at,art,price\n1,5,a,1\n2,6,a,1\n1,7,b,1\n2,8,a,1\n3,9,a,1\n4,9,a,1\n1,9,c,1\n")) {
      assertThat(values(feed))
          .extracting(json -> json.replaceAll(".*eventId\":\"([^\"]*)\".*", "$1"))
          .containsExactly("e1", "e2", "e3", "e4", "e1~2");
      assertThat(feed.report().splitOrders()).isEqualTo(1);
      addsUp(feed.report());
    }
  }

  @Test
  void readsGzipCrLfAndAByteOrderMark() throws IOException {
    Path gz = folder.resolve("orders.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gz))) {
      out.write("\uFEFFno,at,art,price\r\n1,5,a,1\r\n".getBytes(UTF_8));
    }
    try (CsvFeed feed = CsvFeed.open(gz, EventMapping.parse("m.yaml", SMALL))) {
      assertThat(values(feed)).hasSize(1);
      assertThatThrownBy(feed::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void namesTheColumnsThatAreNotThere() {
    assertThatThrownBy(() -> feed(SMALL, "no,at,artt,prize\n"))
        .isInstanceOf(MappingException.class)
        .hasMessage(
            "orders.csv line 1: the header lacks art (there is artt), price (there is prize); it has"
                + " no, at, artt, prize. Correct the mapping or the header");
  }

  @Test
  void refusesAFileThatIsNotUtf8OrNotThere() throws IOException {
    Path latin = folder.resolve("latin.csv");
    Files.write(latin, new byte[] {'n', 'o', (byte) 0xE9, '\n'});
    EventMapping mapping = EventMapping.parse("m.yaml", SMALL);

    assertThatThrownBy(() -> CsvFeed.open(latin, mapping)).hasMessageContaining("iconv");
    assertThatThrownBy(() -> CsvFeed.open(folder.resolve("none.csv"), mapping))
        .isInstanceOf(MappingException.class)
        .hasMessageContaining("none.csv");
  }

  @Test
  void refusesAMappingForTopics() {
    assertThatThrownBy(
            () -> CsvFeed.open(INVOICES, TESTDATA.resolve("mappings/legacy-orders.yaml")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("must be csv");
  }

  @Test
  void handsOutEventsBeforeTheFileIsRead() throws IOException {
    StringBuilder csv = new StringBuilder("no,at,art,price\n");
    for (int i = 1; i <= 1_000; i++) {
      csv.append(i).append(",5,a,1\n");
    }
    try (CsvFeed feed = feed(SMALL, csv.toString())) {
      feed.next();
      assertThat(feed.report().lines()).isLessThan(5);
    }
  }
}
