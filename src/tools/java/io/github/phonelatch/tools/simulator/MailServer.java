package io.github.phonelatch.tools.simulator;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.server.ProtocolHandler;
import com.icegreen.greenmail.smtp.SmtpHandler;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.smtp.commands.SmtpCommandRegistry;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes mails by SMTP, from anybody and to anybody, and delivers none. GreenMail speaks the protocol; what arrives goes to the
 * {@link Provider} at once, since GreenMail's own mailboxes only ever grow.
 */
final class MailServer implements AutoCloseable {
    private static final int BACKLOG = 50;
    private static final int RECIPIENTS = 100;
    private static final int LONGEST_ADDRESS = 320;
    /** A connection ends when it has sent so much: GreenMail reads a mail of any length into memory. */
    private static final int BYTES_OF_A_CONNECTION = 8 * 1024 * 1024;

    /** It cannot have the port for mail, which is not the simulator's own. */
    static final class NotListening extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;

        NotListening(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private final Listener listener;
    private final InetSocketAddress address;

    private MailServer(Listener listener, InetSocketAddress address) {
        this.listener = listener;
        this.address = address;
    }

    /**
     * Starts one; connections made from now on are answered.
     *
     * @param log takes a line for each mail, without addresses
     */
    static MailServer start(InetAddress host, int port, Provider provider, Consumer<String> log) throws NotListening {
        try {
            ServerSocket socket = new BoundedSockets();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port), BACKLOG);
            InetSocketAddress address = new InetSocketAddress(host, socket.getLocalPort());
            Listener listener = new Listener(address, socket, provider, log);
            listener.startService();
            return new MailServer(listener, address);
        } catch (IOException e) {
            throw new NotListening(e);
        }
    }

    InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        listener.stopService();
    }

    private static final class Listener extends SmtpServer {
        private final ServerSocket bound;
        private final Consumer<String> lines;

        Listener(InetSocketAddress address, ServerSocket bound, Provider provider, Consumer<String> lines) {
            super(
                    new ServerSetup(
                            address.getPort(), address.getAddress().getHostAddress(), ServerSetup.PROTOCOL_SMTP),
                    new Post(provider, lines));
            this.bound = bound;
            this.lines = lines;
            // Its connections' threads are too, by inheritance.
            setDaemon(true);
        }

        /** Bound by whoever starts it, who can tell what is wrong with the port: an error of this thread reaches nobody. */
        @Override
        protected ServerSocket openServerSocket() {
            return bound;
        }

        @Override
        protected ProtocolHandler createProtocolHandler(Socket client) {
            return new SmtpHandler(new SmtpCommandRegistry(), managers.getSmtpManager(), client) {
                @Override
                public void run() {
                    try {
                        super.run();
                    } catch (IllegalStateException clientHasGoneOrSaysTooMuch) {
                        // Its message holds what was read so far.
                        lines.accept("SMTP ended in the middle");
                    }
                }
            };
        }
    }

    /** What GreenMail asks for the place where mails go. */
    private static final class Post extends Managers {
        private final SmtpManager smtp;

        Post(Provider provider, Consumer<String> lines) {
            this.smtp = new Delivery(this, provider, lines);
        }

        @Override
        public SmtpManager getSmtpManager() {
            return smtp;
        }
    }

    private static final class Delivery extends SmtpManager {
        private final Provider provider;
        private final Consumer<String> lines;

        Delivery(Managers managers, Provider provider, Consumer<String> lines) {
            super(managers.getImapHostManager(), managers.getUserManager());
            this.provider = provider;
            this.lines = lines;
        }

        @Override
        public @Nullable String checkRecipient(SmtpState state, MailAddress recipient) {
            if (recipient.getEmail().length() > LONGEST_ADDRESS) {
                return "553 The address is too long";
            }
            return state.getMessage().getToAddresses().size() >= RECIPIENTS ? "452 Too many recipients" : null;
        }

        @Override
        public synchronized void send(SmtpState state) {
            MovingMessage mail = state.getMessage();
            try {
                MailText text = MailText.of(mail.getMessage());
                String from = text.from().isEmpty() ? mail.getReturnPath().getEmail() : text.from();
                mail.getToAddresses().forEach(to -> provider.mailArrived(from, to.getEmail(), text));
                lines.accept("SMTP mail 250");
            } catch (MessagingException e) {
                // GreenMail answers 451: the sender is told.
                throw new IllegalStateException("the mail cannot be read", e);
            } catch (IOException e) {
                throw new UncheckedIOException("the mail cannot be read", e);
            }
        }
    }

    private static final class BoundedSockets extends ServerSocket {
        BoundedSockets() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            Socket socket = new BoundedSocket();
            implAccept(socket);
            return socket;
        }
    }

    private static final class BoundedSocket extends Socket {
        @Override
        public InputStream getInputStream() throws IOException {
            return new BoundedStream(super.getInputStream());
        }
    }

    private static final class BoundedStream extends FilterInputStream {
        private int left = BYTES_OF_A_CONNECTION;

        BoundedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, Math.min(length, left));
            left -= Math.max(0, read);
            if (left == 0) {
                throw new IOException("more than a mail has");
            }
            return read;
        }
    }
}
