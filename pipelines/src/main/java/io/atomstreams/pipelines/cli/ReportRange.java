package io.atomstreams.pipelines.cli;

import io.atomstreams.pipelines.report.source.Archive.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which records, by when the broker took them; of files, by event time. */
final class ReportRange {

  private static final Pattern LENGTH = Pattern.compile("([1-9][0-9]{0,6})([smhdw])");

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      description = {
        "From when on, such as 2026-03-01T00:00:00Z: when the broker took a record;",
        "with --input, event time."
      })
  private String from;

  @Option(names = "--to", paramLabel = "INSTANT", description = "Until before when.")
  private String to;

  @Option(
      names = "--last",
      paramLabel = "DURATION",
      description = "The latest of now, such as 90m, 24h, 7d, instead of --from and --to.")
  private String last;

  /** The span that was asked for; all there is if none was. */
  Span span(Instant now) {
    if (last != null) {
      if (from != null || to != null) {
        throw misuse("--last is instead of --from and --to");
      }
      return new Span(now.minus(length()).toEpochMilli(), Long.MAX_VALUE);
    }
    long begin = from == null ? Long.MIN_VALUE : instant("--from", from);
    long end = to == null ? Long.MAX_VALUE : instant("--to", to);
    if (begin >= end) {
      throw misuse("--from %s must lie before --to %s".formatted(from, to));
    }
    return new Span(begin, end);
  }

  private Duration length() {
    Matcher matcher = LENGTH.matcher(last.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw misuse("--last %s is no duration; write 90m, 24h, 7d or 2w".formatted(last));
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      default -> Duration.ofDays(7 * count);
    };
  }

  private long instant(String option, String text) {
    try {
      return Instant.parse(text).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw misuse(
          "%s %s is no instant; write it like 2026-03-01T00:00:00Z".formatted(option, text));
    }
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
