package io.atomstreams.pipelines.scoring;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.filter.AbstractFilterable;
import org.apache.logging.log4j.core.filter.ThresholdFilter;

/** Everything that this process logs from INFO on, as the shipped logging would write it. */
final class CapturedLog extends AbstractAppender implements AutoCloseable {

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final LoggerContext context = LoggerContext.getContext(false);
  private final LoggerConfig root = context.getConfiguration().getRootLogger();
  private final Level level = root.getLevel();
  private final Filter quiet =
      ThresholdFilter.createFilter(level, Filter.Result.NEUTRAL, Filter.Result.DENY);

  private CapturedLog() {
    super("captured", null, null, false, Property.EMPTY_ARRAY);
  }

  /** Begins; the console stays as it is. */
  static CapturedLog begin() {
    CapturedLog log = new CapturedLog();
    log.start();
    log.root
        .getAppenders()
        .values()
        .forEach(other -> ((AbstractFilterable) other).addFilter(log.quiet));
    log.root.addAppender(log, Level.INFO, null);
    log.root.setLevel(Level.INFO);
    log.context.updateLoggers();
    return log;
  }

  @Override
  public void append(LogEvent event) {
    StringWriter line = new StringWriter();
    line.append(event.getLoggerName()).append(' ').append(event.getMessage().getFormattedMessage());
    if (event.getThrown() != null) {
      event.getThrown().printStackTrace(new PrintWriter(line, true));
    }
    lines.add(line.toString());
  }

  String text() {
    return String.join("\n", lines);
  }

  @Override
  public void close() {
    root.setLevel(level);
    root.removeAppender(getName());
    root.getAppenders().values().forEach(other -> ((AbstractFilterable) other).removeFilter(quiet));
    context.updateLoggers();
    stop();
  }
}
