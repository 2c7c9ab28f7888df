"""stub"""
import re
from decimal import Decimal
from functools import lru_cache
from pipeline.schema import Numeral
NUMERAL=r"(?:[+\-]?\d+(?:,\d{3})*(?:\.\d+)?[多余几]?[十百千万亿]*+[多余几]?(?:\d+[百千万])*|(?:负)?(?:[零一二两三四五六七八九十百千万亿几数]*[零一二两三四五六七八九十几数][零一二两三四五六七八九十百千万亿几]*+)(?:点[零一二三四五六七八九]+)?[万亿]*[多余几]?[万亿]*(?:分之[零一二两三四五六七八九十百千万]+)?)"
BARE_MAGNITUDE=r"[百千万亿]+"
PERCENT=r"(?:百分之|千分之|万分之)[零一二两三四五六七八九十百千点\d.多余几]+|[一二两三四五六七八九]成半?(?![为立功员果长绩就倍])多?|一半|半数"
D={c:i for i,c in enumerate('零一二三四五六七八九')}; D['两']=2
def cn(s):
    if not s: return None
    if '点' in s:
        a,b=s.split('点'); return Decimal(f"{cn(a) if a else 0}.{''.join(str(D[c]) for c in b)}")
    if all(c in D for c in s): return int(''.join(str(D[c]) for c in s))
    total=0;sec=0;cur=0
    for c in s:
        if c in D: cur=D[c]
        elif c in '十百千':
            u={'十':10,'百':100,'千':1000}[c]; sec+=(cur or (1 if c=='十' else 1))*u; cur=0
        elif c in '万亿':
            u=10**4 if c=='万' else 10**8
            sec+=cur; cur=0
            if c=='亿': total=(total+sec)*u
            else: total+=sec*u
            sec=0
        else: return None
    return total+sec+cur
@lru_cache(10000)
def parse_numeral(t):
    m=re.fullmatch(r'([+\-]?\d+(?:,\d{3})*(?:\.\d+)?)([多余几]?)([十百千万亿]*)([多余几]?)((?:\d+[百千万])*)',t)
    if m:
        v=Decimal(m[1].replace(',',''))
        for c in m[3]: v*={'十':10,'百':100,'千':1000,'万':10**4,'亿':10**8}[c]
        for a,b in re.findall(r'(\d+)([百千万])',m[5]): v+=int(a)*{'百':100,'千':1000,'万':10**4}[b]
        f=float(v)
        if m[2] or m[4]: return Numeral(None,f,None,'gt')
        return Numeral(f,f,f)
    try:
        if '分之' in t:
            a,b=t.split('分之'); f=float(Decimal(cn(b))/Decimal(cn(a))); return Numeral(f,f,f)
        x=re.match(r'^([几数])([十百千万亿]+)$',t)
        if x:
            u=float(cn('一'+x[2])); return Numeral(None,2*u,9*u,'range')
        if t in '几数': return None
        fz=[c for c in t if c in '多余']
        u=t.replace('多','').replace('余','')
        if u.endswith('几'): b=float(cn(u[:-1])); return Numeral(None,b+1,b+9,'range')
        mm=re.match(r'^(.*?)([万亿]*)$',u)
        if '点' in u:
            v=Decimal(cn(mm[1]))
            for c in mm[2]: v*=10**4 if c=='万' else 10**8
        else: v=cn(u)
        f=float(v)
        if fz: return Numeral(None,f,None,'gt')
        return Numeral(f,f,f)
    except Exception: return None
@lru_cache(10000)
def parse_percent(t):
    if t in('一半','半数'): return Numeral(50.0,50.0,50.0)
    if '成' in t:
        v=D[t[0]]*10.0+(5 if '半' in t else 0)
        return Numeral(None,v,None,'gt') if t.endswith('多') else Numeral(v,v,v)
    k,b=t[:3],t[3:]
    n=parse_numeral(b)
    if n is None: return None
    s={'百':1,'千':Decimal('0.1'),'万':Decimal('0.01')}[k[0]]
    g=lambda x: None if x is None else float(Decimal(repr(x))*s)
    return Numeral(g(n.value),g(n.low),g(n.high),n.bound)
