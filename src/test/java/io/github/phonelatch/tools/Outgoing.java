package io.github.phonelatch.tools;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.util.Properties;

/** Mails on their way to a simulator on this machine. */
public final class Outgoing {
    private Outgoing() {}

    public static MimeMessage mail(int port, String to, String subject, String text) throws MessagingException {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", Integer.toString(port));
        properties.put("mail.from", "no-reply@school.example");
        MimeMessage mail = new MimeMessage(Session.getInstance(properties));
        try {
            mail.setFrom(new InternetAddress("no-reply@school.example", "My School"));
        } catch (UnsupportedEncodingException e) {
            throw new AssertionError(e);
        }
        mail.setRecipient(RecipientType.TO, new InternetAddress(to));
        mail.setSubject(subject, "UTF-8");
        mail.setText(text, "UTF-8");
        return mail;
    }

    /** All on one connection. */
    public static void send(MimeMessage... mails) throws MessagingException {
        try (Transport transport = mails[0].getSession().getTransport("smtp")) {
            transport.connect();
            for (MimeMessage mail : mails) {
                mail.saveChanges();
                transport.sendMessage(mail, mail.getAllRecipients());
            }
        }
    }
}
