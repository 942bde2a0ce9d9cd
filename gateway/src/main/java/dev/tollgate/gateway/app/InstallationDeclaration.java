package dev.tollgate.gateway.app;

import dev.tollgate.gateway.access.ClientAddresses;
import dev.tollgate.runtime.settings.Setting;
import dev.tollgate.runtime.settings.SettingsRejected;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Settings that all gateways of an installation share. */
@ConfigMapping(prefix = "tollgate")
public interface InstallationDeclaration {
    @Setting("Public base URL of every URL in answers, without a trailing slash. Default: "
            + "http://localhost and the port.")
    Optional<String> publicUrl();

    @Setting("Addresses or CIDR blocks of proxies trusted to name their clients, such as 10.0.0.0/8.")
    Optional<List<String>> trustedProxies();

    @Setting("Source of the client address from trusted proxies: x-forwarded-for, forwarded (RFC 7239) or "
            + "proxy-protocol (version 2, then required on each of their connections). Other sources are " + "ignored.")
    @WithDefault("x-forwarded-for")
    ClientAddresses.Source clientAddress();

    /** Places in lists. */
    Cursor cursor();

    /** Bounds per tenant. */
    Tenant tenant();

    /** Places in lists. */
    interface Cursor {
        @Setting(value = "Signing key of cursors: 32 bytes in hex, the same in every gateway.", secret = true)
        Optional<String> key();
    }

    /** Bounds per tenant. */
    interface Tenant {
        @Setting(
                value = "Maximum concurrent calls of one tenant's applications and agents in one gateway.",
                min = 1,
                max = 65_536)
        @WithDefault("1024")
        int inFlightMax();
    }

    /**
     * The base of all URLs in answers, and of token audiences.
     *
     * @param port of the gateway's listener, where nothing else is said
     * @throws SettingsRejected when it is no address of a web server
     */
    default String toPublicUrl(int port) {
        return base("tollgate.public-url", publicUrl().orElse("http://localhost:" + port));
    }

    /**
     * The base URL in a setting.
     *
     * @throws SettingsRejected when it is no address of a web server
     */
    static String base(String name, String url) {
        if (!isAddress(url)) {
            throw new SettingsRejected(
                    List.of(name + " must be an http or https address without query or fragment, such "
                            + "as https://tollgate.example"));
        }
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /**
     * Trusted proxies and the source of a request's client address.
     *
     * @throws SettingsRejected when one is no address or range
     */
    default ClientAddresses toAddresses() {
        try {
            return new ClientAddresses(trustedProxies().orElse(List.of()), clientAddress());
        } catch (IllegalArgumentException wrong) {
            throw new SettingsRejected(List.of("tollgate.trusted-proxies: " + wrong.getMessage()));
        }
    }

    private static boolean isAddress(String url) {
        try {
            var uri = URI.create(url);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    /** The bytes of a key, or the reason why it is none, without the value. */
    static byte[] bytes(String name, Optional<String> hex) {
        try {
            var bytes = HexFormat.of().parseHex(hex.orElse(""));
            if (bytes.length == 32) {
                return bytes;
            }
        } catch (IllegalArgumentException notHex) {
            throw rejected(name);
        }
        throw rejected(name);
    }

    private static SettingsRejected rejected(String name) {
        return new SettingsRejected(List.of(name + " must be set, to 32 bytes in hex"));
    }
}
