// Where the results of a search lead.
return [...document.querySelectorAll('#mdbook-searchresults a')].map(({ href }) => href);
