package io.github.phonelatch.it.support;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A host to which a realm hands its mails: one that takes them and keeps them whole, or one that takes connections and never says a
 * word. {@link Mailbox} is for tests that need the plain text only.
 */
public final class MailHost implements Closeable {
    private final ServerSocket listening;
    private final boolean silent;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<MimeMessage> mails = new CopyOnWriteArrayList<>();

    private MailHost(boolean silent) {
        this.silent = silent;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::welcome);
    }

    public static MailHost keeping() {
        return new MailHost(false);
    }

    public static MailHost silent() {
        return new MailHost(true);
    }

    /** What a realm has under {@code smtpServer} to mail to it. It would wait for a word much longer than a test does. */
    public ObjectNode settings() {
        return Json.object()
                .put("host", listening.getInetAddress().getHostAddress())
                .put("port", Integer.toString(listening.getLocalPort()))
                .put("timeout", "120000")
                .put("from", "no-reply@school.example");
    }

    /** Those that are open, as far as this side knows. */
    public int connections() {
        return (int) connections.stream()
                .filter(connection -> !connection.isClosed())
                .count();
    }

    /** The whole mails, in the order in which they came. */
    public List<MimeMessage> mails() {
        return List.copyOf(mails);
    }

    /** Whoever waits for a word waits no longer. */
    @Override
    public void close() {
        try {
            listening.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void welcome() throws IOException {
        while (true) {
            Socket connection = listening.accept();
            connections.add(connection);
            if (!silent) {
                start(() -> serve(connection));
            }
        }
    }

    private void serve(Socket connection) throws IOException, MessagingException {
        try (connection;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
                Writer out = new OutputStreamWriter(connection.getOutputStream(), StandardCharsets.US_ASCII)) {
            say(out, "220 mail.school.example");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String verb = line.toUpperCase(Locale.ROOT);
                if (verb.startsWith("DATA")) {
                    say(out, "354 go on");
                    mails.add(read(in));
                    say(out, "250 taken");
                } else if (verb.startsWith("QUIT")) {
                    say(out, "221 bye");
                    return;
                } else {
                    say(out, "250 well");
                }
            }
        }
    }

    private static MimeMessage read(BufferedReader in) throws IOException, MessagingException {
        StringBuilder mail = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            mail.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(mail.toString().getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static void say(Writer out, String line) throws IOException {
        out.write(line + "\r\n");
        out.flush();
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // The test is over, or the other side is.
            } catch (MessagingException e) {
                throw new AssertionError(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {
        void run() throws IOException, MessagingException;
    }
}
