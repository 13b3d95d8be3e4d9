<#-- Tells a person by e-mail what became of their number or devices, in the layout of the realm's e-mail theme. -->
<#-- A number reads from left to right in any language. -->
<#function apart number>
  <#if number == ""><#return ""></#if>
  <#return "<bdi dir=\"ltr\">" + number?esc?markup_string + "</bdi>">
</#function>
<#macro notice>
  <#local help = msg("phonelatchNoticeHelp")>
  <#local sentence = msg(phonelatch.sentence, "\xE000", "\xE001", phonelatch.when, realmName)?esc?markup_string>
<div dir="${ltr?then("ltr", "rtl")}" lang="${locale.toLanguageTag()}">
<p>${sentence?replace("\xE000", apart(phonelatch.number))?replace("\xE001", apart(phonelatch.before))?no_esc}</p>
<p>${msg(phonelatch.advice)}</p>
<#if help != "phonelatchNoticeHelp">
<p>${kcSanitize(help)?no_esc}</p>
</#if>
</div>
</#macro>
<#-- A theme may have a layout of another shape than Keycloak's: better none than no mail. -->
<#attempt>
  <#import "template.ftl" as layout>
  <@layout.emailLayout><@notice/></@layout.emailLayout>
<#recover>
<html lang="${locale.toLanguageTag()}" dir="${ltr?then("ltr", "rtl")}">
<body>
<@notice/>
</body>
</html>
</#attempt>
