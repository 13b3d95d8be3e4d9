<#ftl output_format="plainText">
<#-- A number reads from left to right in any language. -->
<#function apart number>
  <#if ltr || number == ""><#return number></#if>
  <#return "\x2066" + number + "\x2069">
</#function>
<#assign help = msg("phonelatchNoticeHelp")>
${msg(phonelatch.sentence, apart(phonelatch.number), apart(phonelatch.before), phonelatch.when, realmName)?replace(" {2,}", " ", "r")}

${msg(phonelatch.advice)}
<#if help != "phonelatchNoticeHelp">

${help?replace("<[^>]*>", "", "r")}
</#if>
