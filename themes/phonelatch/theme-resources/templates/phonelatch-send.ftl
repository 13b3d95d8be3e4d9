<#import "template.ftl" as layout>
<#import "phonelatch-commons.ftl" as page>
<#assign heading = msg("phonelatchSignInTitle")>
<#if phonelatch.onlyHere!false><#global auth = ""></#if>
<@page.start heading=heading fields=[]/>
<@layout.registrationLayout displayMessage=page.general displayInfo=true; section>
  <#if section == "header">
    ${heading}
  <#elseif section == "show-username">
    <@page.username/>
  <#elseif section == "form">
    <@page.form id="phonelatch-number-form" attributes={"data-zero": msg("phonelatchNumeral", 0)}>
      <p class="phonelatch-text" id="phonelatch-known"><#if phonelatch.number?has_content><@page.sentence key="phonelatchSignInWhy" number=phonelatch.number/><#else>${msg("phonelatchAnonymousSend")}</#if></p>
      <#if phonelatch.canSend>
        <@page.buttons><@page.button value="send" label="phonelatchSendCode" wait=phonelatch.sendIn/></@page.buttons>
      </#if>
      <#if !phonelatch.number?has_content>
        <@page.buttons><@page.button value="change" label="phonelatchStartAgain" type="link" skipsFields=true/></@page.buttons>
      </#if>
      <p id="phonelatch-status" class="phonelatch-hidden" role="status"></p>
    </@page.form>
  <#elseif section == "info">
    <@page.help/>
  </#if>
</@layout.registrationLayout>
