package io.github.phonelatch.gateway.engagelab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateLanguageTest {

    @ParameterizedTest
    @CsvSource({
        "en, en",
        "EN, en",
        "en-GB, en",
        "en_US, en",
        "ja, ja",
        "ja-JP, ja",
        "th, th",
        "es, es",
        "es-419, es",
        "es_MX, es",
        "zh, zh_CN",
        "zh-CN, zh_CN",
        "zh_cn, zh_CN",
        "zh-SG, zh_CN",
        "zh-Hans, zh_CN",
        "zh-Hans-HK, zh_CN",
        "zh-HK, zh_HK",
        "zh_TW, zh_HK",
        "zh-MO, zh_HK",
        "zh-Hant, zh_HK",
        "zh-Hant-CN, zh_HK",
        "zh_HK, zh_HK",
        "default, default",
        "ar, default",
        "pt-BR, default",
        "eng-land-is-no-tag-at-all-of-ours, default",
        "'', default",
        "' en ', en",
        "'en; drop', default",
    })
    void eachTag_becomesTheNearestTheProviderHas(String tag, String language) {
        assertThat(TemplateLanguage.nearest(tag)).isEqualTo(language);
    }

    @Test
    void noTag_becomesTheDefault() {
        assertThat(TemplateLanguage.nearest(null)).isEqualTo("default");
    }
}
