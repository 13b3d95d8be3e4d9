package io.github.phonelatch.gateway;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Every line that our gateways and the HTTP library log while it is open, down to the finest level. */
public final class LogCapture implements AutoCloseable {
    private static final List<Logger> LOGGERS = List.of(
            Logger.getLogger(LogCapture.class.getPackageName()), Logger.getLogger("okhttp3"), Logger.getLogger("okio"));

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            records.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    public LogCapture() {
        handler.setLevel(Level.ALL);
        LOGGERS.forEach(logger -> {
            logger.setLevel(Level.ALL);
            logger.setUseParentHandlers(false);
            logger.addHandler(handler);
        });
    }

    public List<String> lines() {
        return records.stream().map(LogCapture::text).toList();
    }

    public List<String> lines(Level level) {
        return records.stream()
                .filter(line -> line.getLevel().intValue() == level.intValue())
                .map(LogCapture::text)
                .toList();
    }

    private static String text(LogRecord line) {
        Object[] parameters = line.getParameters();
        String message = line.getMessage();
        return parameters == null || parameters.length == 0 ? message : String.format(message, parameters);
    }

    @Override
    public void close() {
        LOGGERS.forEach(logger -> {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
            logger.setLevel(null);
        });
    }
}
