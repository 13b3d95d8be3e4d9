package io.github.phonelatch.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.support.Networks.Address;
import io.github.phonelatch.support.Networks.Network;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.0/24, 203.0.113.255, true",
        "203.0.113.0/24, 203.0.114.0, false",
        "203.0.113.77/24, 203.0.113.1, true",
        "203.0.113.7, 203.0.113.7, true",
        "203.0.113.7, 203.0.113.6, false",
        "203.0.112.0/23, 203.0.113.9, true",
        "0.0.0.0/0, 198.51.100.1, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "203.0.113.0/24, ::ffff:203.0.113.9, true",
        "::/0, 2001:db8::1, true",
        "::/0, 203.0.113.9, false"
    })
    void network_containsWhatBeginsAlike(String network, String address, boolean contained) {
        Networks networks = new Networks(List.of(Network.of(network).orElseThrow()));

        assertThat(networks.contain(Address.of(address).orElseThrow())).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/",
                "/24",
                "203.0.113.0/33",
                "203.0.113.0/-1",
                "203.0.113.0/",
                "203.0.113.0/2x",
                "2001:db8::/129",
                "203.0.113/24",
                "1.2.3.4.5",
                "256.1.1.1",
                "999.1.1.1",
                "1.2.3.300",
                "school.example/24",
                "localhost",
                "deadbeef",
                "1::2::3",
                "3221225985"
            })
    void whatIsNoNetwork_isNone(String text) {
        assertThat(Network.of(text)).isEmpty();
    }
}
