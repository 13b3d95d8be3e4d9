package io.github.phonelatch.codefile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.TemplateResult;
import io.github.phonelatch.gateway.contract.OtpGatewayContract;
import io.github.phonelatch.support.MovableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every provider has to do, done by one that is not EngageLab. */
class FileGatewayTest extends OtpGatewayContract {
    private final MovableClock clock = new MovableClock();
    private Path file;
    private FileGateway gateway;
    private int numbers;

    @BeforeEach
    void makeGateway(@TempDir Path directory) {
        file = directory.resolve("codes.txt");
        gateway = new FileGateway(file, clock);
    }

    @Test
    void fileThatCannotBeWritten_isAFailureAndNotAnException(@TempDir Path directory) {
        gateway = new FileGateway(directory, clock);
        assertThat(send(number(), FileGateway.TEMPLATE.id())).isInstanceOf(SendResult.Failed.class);
    }

    @Override
    protected OtpGateway gateway() {
        return gateway;
    }

    @Override
    protected Optional<OtpGateway> gatewayWithWrongCredentials() {
        return Optional.empty();
    }

    @Override
    protected TemplateResult.Template approvedTemplate() {
        return FileGateway.TEMPLATE;
    }

    @Override
    protected Optional<String> pendingTemplate() {
        return Optional.empty();
    }

    @Override
    protected String unknownTemplate() {
        return "no-such-template";
    }

    @Override
    protected String number() {
        numbers++;
        return "+4474002000" + (10 + numbers);
    }

    @Override
    protected String codeReceivedBy(String number) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(number + " "))
                    .reduce((first, last) -> last)
                    .orElseThrow()
                    .substring(number.length() + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void letCodesExpire() {
        clock.pass(FileGateway.TEMPLATE.lifetime().plusSeconds(1));
    }
}
