package io.atomstreams.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {

  private static final Path CONF = Path.of("..", "flink-conf");

  @TempDir Path directory;

  @BeforeEach
  void aDemoWasWritten() throws IOException {
    Files.writeString(
        directory.resolve("features.jsonl"),
        """
        {"tenant":"demo","eventId":"c1-1","type":"page_view","ts":1756869704626,"outcome":"updated",\
        "touched":[{"entity":"demo|c1","sequence":1}],"asOf":1756869704626,"listHash":"","vector":[],\
        "source":{"topic":"customer-events","partition":2,"offset":0}}
        """);
    Files.writeString(
        directory.resolve("dead-letters.jsonl"),
        """
        {"reason":"late","detail":"d","source":{"topic":"sales-events","partition":1,"offset":4},\
        "key":"demo|c1","raw":"x"}
        """);
  }

  private AtomRun report(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "report",
                "--conf",
                CONF.toString(),
                "--out",
                directory.resolve("r.html").toString()));
    all.addAll(List.of(more));
    return AtomRun.of(all.toArray(String[]::new));
  }

  @Test
  void writesAPageOfFiles() throws IOException {
    AtomRun run = report("--input", directory.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("r.html: [0-9,]+ bytes, of 2 records");
    assertThat(Files.readString(directory.resolve("r.html")))
        .startsWith("<!DOCTYPE html>")
        .contains("Operations report", "No answers yet")
        .endsWith("</html>\n");
  }

  @Test
  void printsFiguresForMachines() throws IOException {
    AtomRun run = report("--input", directory.toString(), "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.at("/throughput/events").asLong()).isEqualTo(2);
    assertThat(json.at("/quality/deadLettersByReason/late").asLong()).isEqualTo(1);
    assertThat(json.at("/bytes").asLong()).isEqualTo(Files.size(directory.resolve("r.html")));
  }

  @Test
  void wantsTopicsOrFilesAndNotBoth() {
    assertThat(report().exitCode()).isEqualTo(Atom.USAGE);
    AtomRun both = report("--input", directory.toString(), "--bootstrap-server", "localhost:1");
    assertThat(both.exitCode()).isEqualTo(Atom.USAGE);
    assertThat(both.err()).contains("mutually exclusive");
  }

  @Test
  void saysWhatIsWrongWithARange() {
    String input = directory.toString();

    assertThat(report("--input", input, "--last", "12D3").err())
        .contains("--last 12D3 is no duration; write 90m, 24h, 7d or 2w");
    assertThat(report("--input", input, "--last", "1d", "--from", "2026-01-01T00:00:00Z").err())
        .contains("--last is instead of --from and --to");
    assertThat(report("--input", input, "--from", "yesterday").err())
        .contains("--from yesterday is no instant; write it like 2026-03-01T00:00:00Z");
    AtomRun turned =
        report("--input", input, "--from", "2026-01-02T00:00:00Z", "--to", "2026-01-01T00:00:00Z");
    assertThat(turned.err()).contains("must lie before");
    assertThat(turned.exitCode()).isEqualTo(Atom.USAGE);
  }

  @Test
  void aTenantThatIsNotThereIsAnsweredWithTheNearest() {
    AtomRun run = report("--input", directory.toString(), "--tenant", "dmeo");

    assertThat(run.exitCode()).isEqualTo(Atom.USAGE);
    assertThat(run.err()).contains("tenant dmeo", "demo");
    assertThat(directory.resolve("r.html")).doesNotExist();
  }

  @Test
  void aDirectoryWithoutFilesIsRefused() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));

    AtomRun run = report("--input", empty.toString());

    assertThat(run.exitCode()).isNotZero();
    assertThat(run.err()).contains("holds no features.jsonl");
  }
}
