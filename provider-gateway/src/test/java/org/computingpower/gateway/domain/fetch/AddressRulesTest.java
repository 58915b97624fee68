package org.computingpower.gateway.domain.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:8.8.8.8",
                "64:ff9b::a00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void isNotPublic(String address) throws Exception {
        assertThat(AddressRules.isPublic(InetAddress.getByName(address)))
                // Java reads a mapped address as the IPv4 address that it is.
                .isEqualTo(address.equals("::ffff:8.8.8.8"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00::1"
            })
    void isPublic(String address) throws Exception {
        assertThat(AddressRules.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void demandsHttpsAndAPlainUrl() {
        UrlRules rules = new UrlRules(List.of(URI.create("http://127.0.0.1:8100")));

        assertThat(rules.objection(URI.create("https://example.org/a.yaml?x=1")))
                .isEmpty();
        assertThat(rules.objection(URI.create("http://127.0.0.1:8100/a.yaml"))).isEmpty();
        for (String refused : List.of(
                "http://example.org/a.yaml",
                "http://127.0.0.1:8101/a.yaml",
                "http://localhost:8100/a.yaml",
                "ftp://example.org/a.yaml",
                "file:///etc/passwd",
                "https://user:password@example.org/",
                "https://example.org/#fragment",
                "jar:https://example.org/a.jar!/b",
                "https:///a.yaml",
                "/relative")) {
            assertThat(rules.objection(URI.create(refused))).as(refused).isPresent();
        }
    }
}
